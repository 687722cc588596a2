// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The error that the difference of two Hamming parities tells.
public enum HammingError: Hashable, Sendable {
    case clean
    /// One bit of the message: byte bit / 8, bit 0 of a byte being the lowest.
    case message(bit: Int)
    /// One bit of the stored parity, counted in the same way.
    case parity(bit: Int)
    /// At least two bits.
    case uncorrectable
}
