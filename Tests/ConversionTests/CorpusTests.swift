// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import Foundation
import TestKit
import Testing

/// Dumps that the kernel and mtd-utils made of one chip in several forms: from one of them we make the others.
///
/// `nanddump-text` has its own tests of the stored text forms.
@Suite("The corpus", .serialized)
struct CorpusTests {
    private static let dump = "oob-dumpbad.bin"

    @Test("raw-oob in every order, and back")
    func orders() throws {
        try CorpusChip.forEach { chip in
            let dump = try chip.expand(CorpusTests.dump)
            let known = try chip.file(CorpusTests.dump)
            for order in ["interleaved", "oob-first", "per-block", "at-end"] {
                let ordered = FormatSpec("raw-oob", ["order": order])
                var account = try chip.convert(dump, FormatSpec("raw-oob"), to: "ordered", ordered)
                #expect(account.entries.isEmpty, "\(chip.name) \(order): \(account.entries)")
                let isMoved = try !Stretches.areEqual(dump, chip.path("ordered"))
                #expect(isMoved == (order != "interleaved"))
                account = try chip.convert(chip.path("ordered"), ordered, to: "back", FormatSpec("raw-oob"))
                #expect(account.entries.isEmpty)
                #expect(try chip.sha256(chip.path("back")) == known.sha256, "\(chip.name) \(order)")
            }
        }
    }

    /// The tool's `oob-skipbad.bin` itself cannot be made: what its read flipped in the OOB is known to nobody. Its
    /// size can, and `oob-noecc.bin`, another read in the same form, tells page by page.
    @Test("nanddump's skipbad with OOB, but for the bits that nandsim flipped")
    func skipWithOOB() throws {
        try CorpusChip.forEach { chip in
            let target = FormatSpec("nanddump", ["bb": "skip", "oob": "yes"])
            let account = try chip.convert(
                chip.expand(CorpusTests.dump), FormatSpec("raw-oob"), to: "skip", target)
            #expect(account.skippedBlocks == chip.bad)
            #expect(account.counts == [.badBlocksSkipped: chip.bad.count])
            let size = try FileOpening.source(path: chip.path("skip")).size
            #expect(size == (try chip.file("oob-skipbad.bin").bytes))

            let image = try chip.open(
                chip.path("skip"), FormatSpec("nanddump", ["bb": "skip", "bad": chip.bad.description]))
            let flips = try Flips(chip.path("skip"), chip.expand("oob-noecc.bin"), image)
            let grave = flips.pages.filter { chip.gravePages.contains($0.page) }
            let other = flips.pages.filter { !chip.gravePages.contains($0.page) }
            let (data, oob) = (other.count { $0.data > 0 }, other.count { $0.oob > 0 })
            print("\(chip.name): grave \(grave); data of \(data) pages, OOB of \(oob): \(other)")
            for page in other {
                #expect(page.data <= chip.flipsPerRead && page.oob <= chip.flipsPerRead, "\(chip.name) \(page)")
            }
            // Of all chips: 2 grave pages, 12 pages whose raw data has flips, 20 OOB areas.
            #expect(grave.count <= 2 && data <= 12 && oob <= 20, "\(chip.name)")
        }
    }

    /// In the pages where nanddump told of uncorrectable bits the dump holds noise. What was written there is known;
    /// with it all the data has the checksum of another read: every data page of our copy is right.
    @Test("nanddump's skipbad without OOB, byte for byte")
    func skipWithoutOOB() throws {
        try CorpusChip.forEach { chip in
            let target = FormatSpec("nanddump", ["bb": "skip", "oob": "no"])
            let account = try chip.convert(
                chip.expand(CorpusTests.dump), FormatSpec("raw-oob"), to: "plain", target)
            #expect(account.skippedBlocks == chip.bad)
            let plain = try chip.file("plain.bin")
            #expect(try FileOpening.source(path: chip.path("plain")).size == plain.bytes)
            #expect(try chip.sha256(chip.path("plain")) != plain.sha256, "nothing to repair?")

            let tail = try Tail(chip)
            let uncorrectable = try chip.file(CorpusTests.dump).stderr?.filter { $0.contains("uncorrectable") } ?? []
            #expect((1...2).contains(uncorrectable.count))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: chip.path("plain")))
            for line in uncorrectable {
                let address = try #require(line.split(separator: " ").last.flatMap { ByteCount.parse($0) })
                #expect(chip.gravePages.contains(try address / chip.pageSize), "\(line)")
                try file.seek(toOffset: UInt64(chip.offsetWithoutBad(address)))
                try file.write(contentsOf: Data(tail.page(at: address)))
            }
            try file.close()
            #expect(try chip.sha256(chip.path("plain")) == plain.sha256, "\(chip.name)")
        }
    }

    @Test("our skipbad with its list of bad blocks is read at the chip's addresses")
    func addresses() throws {
        try CorpusChip.forEach { chip in
            let dump = try chip.expand(CorpusTests.dump)
            try chip.convert(
                dump, FormatSpec("raw-oob"), to: "skip", FormatSpec("nanddump", ["bb": "skip", "oob": "yes"]))
            let source = try chip.open(dump, FormatSpec("raw-oob"))
            let copy = try chip.open(
                chip.path("skip"), FormatSpec("nanddump", ["bb": "skip", "bad": chip.bad.description]))
            #expect(copy.geometry == source.geometry)
            #expect(copy.positions == .exact)
            let count = copy.geometry.pagesPerBlock
            let buffers = (0..<3).map { _ in PageBuffer(geometry: copy.geometry, capacity: count) }
            for number in 0..<copy.geometry.blockCount {
                let block = BlockNumber(number)
                let pages = copy.geometry.pages(of: block)
                let isBad = chip.bad.contains(block)
                guard try source.isBad(block) == isBad, try copy.isBad(block) == isBad else {
                    Issue.record("\(chip.name): \(block) is bad in one of them only")
                    continue
                }
                let known = copy.knownExtent(at: pages.lowerBound)
                guard !isBad else {
                    #expect(known?.state == .bad && known?.content == .absent)
                    continue
                }
                try source.readAll(pages, into: buffers[0], using: buffers[2])
                try copy.readAll(pages, into: buffers[1], using: buffers[2])
                let isEqual =
                    Stretches.areEqual(buffers[0].data(count: count), buffers[1].data(count: count))
                    && Stretches.areEqual(buffers[0].oob(count: count), buffers[1].oob(count: count))
                    && pages.allSatisfy { buffers[0].state(of: $0) == buffers[1].state(of: $0) }
                #expect(isEqual, "\(chip.name): \(block)")
            }
        }
    }
}
