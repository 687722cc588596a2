// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Writes an image page by page.
public protocol ImageWriter: AnyObject {
    var traits: WriterTraits { get }

    /// Takes the next run. Runs come in the order of their pages; pages that are left out were skipped on purpose.
    ///
    /// A run that is absent is either missing (``WriterTraits/expressesMissing``) or a bad block
    /// (``WriterTraits/leavesOutAbsentBad``): a format that can leave out neither never sees one.
    func write(_ run: PageRun) throws

    /// Writes what is still held back and finishes the sinks.
    func finish() throws
}

/// What a format can express; what it cannot is counted by who feeds it.
public struct WriterTraits: Sendable, Hashable {
    /// Bytes of OOB that it writes for each page; 0 when it has none.
    public var oobSize: Int
    /// Whether it can leave a page out between two others. If not, such a page becomes 0xFF.
    public var expressesMissing: Bool
    /// In bytes of data, from the start of the chip: it can leave out only whole units of this size.
    public var missingUnit = 1
    /// Whether it can leave out a bad block whose contents nobody has. If not, the block becomes 0xFF.
    public var leavesOutAbsentBad: Bool
    /// What the options say of bad blocks; nil when they say nothing.
    public var badBlocks: BadBlockPolicy?
    /// How much has to be there for the rest to be found: missing pages at the end become 0xFF up to here.
    public var completeness: Completeness

    public enum Completeness: Sendable, Hashable {
        /// The file may end after any page.
        case page
        case block
        case chip
    }

    public init(
        oobSize: Int, expressesMissing: Bool = false, leavesOutAbsentBad: Bool = false,
        badBlocks: BadBlockPolicy? = nil, completeness: Completeness = .page
    ) {
        self.oobSize = oobSize
        self.expressesMissing = expressesMissing
        self.leavesOutAbsentBad = leavesOutAbsentBad
        self.badBlocks = badBlocks
        self.completeness = completeness
    }
}

/// What becomes of bad blocks in a copy.
public enum BadBlockPolicy: String, Sendable, CaseIterable {
    /// Their pages are written as they are (nanddump's dumpbad).
    case keep
    /// They are left out, and what follows moves up (skipbad).
    case skip
    /// They become 0xFF (padbad).
    case pad
}
