// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A page (on NOR, up to 4096 bytes) that two images hold with different contents.
public struct PageDifference: Sendable, Hashable {
    public var pages: PageRange
    /// The first byte of data that differs, counted from the start of ``pages``; nil when data is equal.
    public var firstData: Int?
    /// The same in the OOB.
    public var firstOOB: Int?
    /// Bits of data and, where compared, of OOB that differ.
    public var bits: Int
}

/// What became of each page of a comparison, in pages (on NOR, in bytes).
public struct ComparisonTotals: Sendable, Hashable {
    public var identical = 0
    public var different = 0
    /// Not compared: the other does not hold them.
    public var onlyInA = 0
    public var onlyInB = 0
    /// Held by none of the two.
    public var inNeither = 0
    /// Not compared: not known in full on at least one side.
    public var unreadable = 0
    /// Pages whose ECC gave up, compared with the bits that they have: they count above too.
    public var uncorrectableInA = 0
    public var uncorrectableInB = 0
    /// Bits that differ in the pages that do.
    public var bits = 0
    /// Blocks that count as bad in one of the two only.
    public var badOnlyInA = 0
    public var badOnlyInB = 0

    /// Whether both hold the same pages, all known, with the same contents.
    public var isEqual: Bool { different + onlyInA + onlyInB + unreadable == 0 }
}
