// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC

/// The code of a layout's steps.
public enum LayoutCode: Hashable, Sendable {
    /// No parity in the dump: none was made, or the chip hides it.
    case none
    /// There is parity, and nobody has published how it is made.
    case unknown
    case hamming(HammingVariant)
    case bch(BCHParameters, BCHForm)
    case reedSolomon(ReedSolomonParameters)

    /// Bits (or symbols, for Reed-Solomon) that a step can have wrong and still be corrected; 0 when nothing is known.
    public var strength: Int {
        switch self {
        case .none, .unknown: 0
        case .hamming: 1
        case .bch(let parameters, _): parameters.strength
        case .reedSolomon(let parameters): parameters.strength
        }
    }

    /// Whether steps can be checked.
    public var isKnown: Bool { self != .none && self != .unknown }
}
