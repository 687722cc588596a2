// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What ECC says of a step.
public enum StepOutcome: Hashable, Sendable {
    /// Message and parity fit.
    case clean
    /// So many bits were wrong, at most as many as the code can correct.
    case corrected(bits: Int)
    /// Never programmed: all ones, but for so many bits that have turned to 0.
    case erased(flips: Int)
    /// More is wrong than the code can tell: the bits are left as they are.
    case uncorrectable

    /// Bits that were wrong; nil when nobody knows how many.
    public var flips: Int? {
        switch self {
        case .clean: 0
        case .corrected(let bits): bits
        case .erased(let flips): flips
        case .uncorrectable: nil
        }
    }

    public var isErased: Bool {
        if case .erased = self { true } else { false }
    }
}
