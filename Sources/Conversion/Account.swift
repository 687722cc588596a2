// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

/// What a conversion did, and what its target could not express.
public struct Account: Sendable, Hashable {
    /// Pages given to the target, made up ones included.
    public var pagesWritten = 0
    /// Of these, pages that the source shows as programmed: no bad and no unreadable ones.
    public var pagesProgrammed = 0
    /// What ECC said of the source's steps; nil when nobody asked it.
    public var ecc: StepTotals?
    /// Whether the bits that ECC found wrong were put right.
    public var isCorrected = false
    public var entries: [Entry] = []
    /// Bad blocks that were left out: what a reader of the target needs to know.
    public var skippedBlocks = BlockSet()

    public init() {}

    /// One kind of difference between the source and what was written.
    public struct Entry: Sendable, Hashable {
        public var kind: Kind
        /// In the kind's unit.
        public var count: Int
        public var weight: Weight
    }

    public enum Kind: String, Sendable, CaseIterable {
        case badMarksLost = "bad-marks-lost"
        case badBlocksSkipped = "bad-blocks-skipped"
        case badBlocksPadded = "bad-blocks-padded"
        case badMarksMade = "bad-marks-made"
        case missingAsErased = "missing-as-erased"
        case unreadable = "unreadable"
        case oobDropped = "oob-dropped"
        case oobMade = "oob-made"
        case positionsUnknown = "positions-unknown"
        case sourceDamaged = "source-damaged"
        case uncorrectable = "uncorrectable"
        case uncorrectableSkipped = "uncorrectable-skipped"
        case oobUnplaced = "oob-unplaced"
        case notEncoded = "not-encoded"
    }

    /// Whether somebody wanted it.
    public enum Weight: Int, Sendable, Comparable {
        /// An option names it.
        case asked
        /// It follows from the target that was chosen.
        case implied
        /// Nobody asked for it: the exit code says so.
        case lost

        public static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
    }

    /// Counts `count` of `kind`; nothing when that is 0.
    public mutating func add(_ kind: Kind, _ count: Int = 1, _ weight: Weight) {
        guard count > 0 else { return }
        if let i = entries.firstIndex(where: { $0.kind == kind }) {
            entries[i].count += count
        } else {
            entries.append(Entry(kind: kind, count: count, weight: weight))
        }
    }

    /// How many of `kind`.
    public func count(_ kind: Kind) -> Int { entries.first { $0.kind == kind }?.count ?? 0 }

    /// Whether something went that nobody asked for.
    public var hasLosses: Bool { entries.contains { $0.weight == .lost } }

    /// What `--strict` does not let pass: everything that no option names.
    public var strictViolations: [Entry] { entries.filter { $0.weight > .asked } }
}

extension Account.Entry: CustomStringConvertible {
    public var description: String {
        func of(_ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
        switch kind {
        case .badMarksLost:
            return of("bad block is", "bad blocks are") + " not marked in the target"
        case .badBlocksSkipped:
            return of("bad block", "bad blocks") + " left out"
        case .badBlocksPadded:
            return of("bad block is", "bad blocks are") + " 0xFF in the target and not marked"
        case .badMarksMade:
            return of("bad block has", "bad blocks have") + " a mark and no contents: the source holds none"
        case .missingAsErased:
            return of("missing page is", "missing pages are") + " 0xFF in the target"
        case .unreadable:
            return of("unreadable page is", "unreadable pages are") + " written as far as known, the rest 0xFF"
        case .oobDropped:
            return of("byte of OOB that was not blank is", "bytes of OOB that were not blank are")
                + " not in the target"
        case .oobMade:
            return of("page has", "pages have") + " 0xFF as OOB: the source holds none"
        case .positionsUnknown:
            return "positions are unknown: bad blocks were left out of the source, and no list says which"
        case .uncorrectable:
            return of("page has", "pages have") + " more bit errors than the ECC corrects"
        case .uncorrectableSkipped:
            return of("page has", "pages have") + " more bit errors than the ECC corrects and is left out"
        case .oobUnplaced:
            return of("byte of OOB has", "bytes of OOB have") + " no place in the target's layout"
        case .notEncoded:
            return of("page has", "pages have") + " wrong bits and got no new parity"
        case .sourceDamaged:
            return of("wrapper of the source is", "wrappers of the source are")
                + " damaged: something is missing or may be wrong"
        }
    }
}
