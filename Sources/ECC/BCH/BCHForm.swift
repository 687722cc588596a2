// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How a code's bits are stored.
public struct BCHForm: Hashable, Sendable {
    /// What is XORed on the parity after the inversions.
    public enum Mask: Hashable, Sendable {
        case none
        /// NOT(parity of an all-ones message), so that erased flash is a code word.
        case erased
        /// These ceil(r / 8) bytes, in the order in which parity is stored.
        case bytes([UInt8])
    }

    /// Of message and parity.
    public var order: BitOrder
    public var invertsMessage: Bool
    public var invertsParity: Bool
    public var mask: Mask

    public init(
        order: BitOrder = .msb, invertsMessage: Bool = false, invertsParity: Bool = false, mask: Mask = .none
    ) {
        self.order = order
        self.invertsMessage = invertsMessage
        self.invertsParity = invertsParity
        self.mask = mask
    }
}
