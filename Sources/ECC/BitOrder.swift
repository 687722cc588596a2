// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// In which order an engine takes the bits of a byte.
///
/// A stream of bits is counted from 0; bit k lies in byte k / 8 at the place that the order says for k % 8.
public enum BitOrder: String, Sendable, Hashable, CaseIterable {
    /// Bit 7 first.
    case msb
    /// Bit 0 first.
    case lsb
    /// The low nibble first, and in each nibble the high bit first (Marvell NFCv2).
    case nibble

    /// The mask of the bit that is number `k` (0...7) in its byte.
    @inlinable
    public func mask(_ k: Int) -> UInt8 {
        switch self {
        case .msb: 0x80 >> UInt8(truncatingIfNeeded: k & 7)
        case .lsb: 1 << UInt8(truncatingIfNeeded: k & 7)
        case .nibble: 1 << UInt8(truncatingIfNeeded: (k & 4) | (3 - (k & 3)))
        }
    }
}
