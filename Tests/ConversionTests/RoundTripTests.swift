// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import TestKit
import Testing

/// What a format can say, written down apart from the code that writes it.
struct Expressiveness: Sendable, CustomTestStringConvertible {
    var spec: FormatSpec
    var hasOOB: Bool
    /// A page that nobody has can be left out between two others.
    var leavesOutMissing = false
    /// Bytes, at multiples of which such gaps begin and end, but for the end of the chip.
    var missingUnit = 1
    /// So can a bad block without contents.
    var leavesOutAbsentBad = false
    /// Missing pages at the end are 0xFF as well, up to the end of the block or of the chip.
    var completesTo: (@Sendable (Geometry) -> Int)?

    var testDescription: String { spec.description }

    static let all: [Expressiveness] = [
        Expressiveness(spec: FormatSpec("raw"), hasOOB: false),
        Expressiveness(spec: FormatSpec("raw-oob"), hasOOB: true),
        Expressiveness(spec: FormatSpec("raw-oob", ["order": "oob-first"]), hasOOB: true),
        Expressiveness(
            spec: FormatSpec("raw-oob", ["order": "per-block"]), hasOOB: true, completesTo: { $0.pagesPerBlock }),
        Expressiveness(spec: FormatSpec("raw-oob", ["order": "at-end"]), hasOOB: true, completesTo: { $0.pageCount }),
        Expressiveness(spec: FormatSpec("oob-pair", ["oobfile": "oob"]), hasOOB: true),
        Expressiveness(spec: FormatSpec("nanddump", ["oob": "yes", "bb": "dump"]), hasOOB: true),
        Expressiveness(spec: FormatSpec("nanddump", ["oob": "no", "bb": "dump"]), hasOOB: false),
        Expressiveness(
            spec: FormatSpec("nanddump-text", ["oob": "yes"]), hasOOB: true, leavesOutMissing: true,
            leavesOutAbsentBad: true),
        Expressiveness(
            spec: FormatSpec("nanddump-text", ["oob": "no", "style": "canonical"]), hasOOB: false,
            leavesOutMissing: true, leavesOutAbsentBad: true),
        addressed("ihex"), addressed("srec"), addressed("ti-txt"), addressed("verilog"), addressed("ascii-hex"),
        addressed("tekhex"),
        Expressiveness(
            spec: FormatSpec("android-sparse", ["block": "4096"]), hasOOB: false, leavesOutMissing: true,
            missingUnit: 4096),
    ]

    private static func addressed(_ name: String) -> Expressiveness {
        Expressiveness(spec: FormatSpec(name), hasOOB: false, leavesOutMissing: true, leavesOutAbsentBad: true)
    }
}

@Suite("Every pair of writable formats")
struct RoundTripTests {
    /// A chip goes into one format and from there into another; both steps do what the model says and no more.
    @Test("what both express survives, the rest is in the account", arguments: 0..<40)
    func pairs(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        // Mostly small, so that there are many; now and then large enough for 512 pages a block.
        let geometry = try RandomChip.geometry(&random, maxBytes: seed % 8 == 0 ? 1 << 19 : 1 << 17)
        let device = try RandomChip.device(geometry, &random)
        let chip = GeometrySpec(geometry)
        for first in Expressiveness.all where geometry.oobSize > 0 || !first.hasOOB {
            let source = try Snapshot(device)
            let (stored, account) = try convert(device, source, to: first, chip)
            let expected = Model(source).written(as: first, chipOOBSize: chip.oobSize)
            #expect(expected.account == account.counts, "\(geometry) to \(first.spec)")
            let between = try Snapshot(stored)
            try #require(between.firstDifference(from: expected.snapshot) == nil, "\(geometry) to \(first.spec)")

            for second in Expressiveness.all where geometry.oobSize > 0 || !second.hasOOB {
                let (copy, account) = try convert(stored, between, to: second, chip)
                let expected = Model(between).written(as: second, chipOOBSize: chip.oobSize)
                #expect(expected.account == account.counts, "\(geometry) \(first.spec) to \(second.spec)")
                let difference = try Snapshot(copy).firstDifference(from: expected.snapshot)
                #expect(difference == nil, "\(geometry) \(first.spec) to \(second.spec)")
            }
        }
    }

    private func convert(
        _ source: any PageSource, _ snapshot: Snapshot, to target: Expressiveness, _ chip: GeometrySpec
    ) throws -> (any RawImage, Account) {
        let written = WrittenImage(as: target.spec)
        let account = try written.fill(from: source, chipOOBSize: chip.oobSize)
        do {
            return (try written.open(chip), account)
        } catch let error as FormatError where error.code == .empty {
            return (try EmptyImage(chip, hasOOB: target.hasOOB), account)
        }
    }
}

extension Account {
    /// Kinds that occurred, with their counts.
    var counts: [Kind: Int] { Dictionary(uniqueKeysWithValues: entries.map { ($0.kind, $0.count) }) }
}

/// What a chip of missing pages alone becomes: an empty file, or a text without data, which readers refuse.
private struct EmptyImage: RawImage {
    let geometry: Geometry
    var geometryOrigin: GeometryOrigin { .given }
    var writtenAs: FormatSpec? { nil }

    init(_ spec: GeometrySpec, hasOOB: Bool) throws {
        geometry = try Geometry(
            pageSize: spec.pageSize, oobSize: hasOOB ? spec.oobSize : 0, pagesPerBlock: spec.pagesPerBlock,
            blockCount: spec.blockCount ?? 0)
    }

    func knownExtent(at page: PageNumber) -> PageExtent? {
        PageExtent(pages: page..<geometry.allPages.upperBound, state: .missing, content: .absent)
    }
    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange { range }
    func isBad(_ block: BlockNumber) throws -> Bool { false }
}
