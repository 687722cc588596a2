// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A named part of a page's OOB.
public struct OOBField: Hashable, Sendable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Says whether the block is bad.
        case marker
        /// For file systems and tags.
        case free
        /// ECC of a step.
        case parity
        /// Bits beside the parity that the engine writes.
        case pad
        /// Nothing is known to use it.
        case unused
    }

    public var kind: Kind
    /// Where it lies in the raw page.
    public var range: BitRange
    /// The step whose ECC it is or is protected by; nil for none.
    public var step: Int?

    public init(_ kind: Kind, _ range: BitRange, step: Int? = nil) {
        self.kind = kind
        self.range = range
        self.step = step
    }
}
