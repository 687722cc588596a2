// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Testing

@testable import Inspect

@Suite("The census of blocks")
struct BlockCensusTests {
    /// A source that knows all of its extents, for chips of any size.
    private struct Known: PageSource {
        let geometry: Geometry
        let extents: [PageExtent]

        func knownExtent(at page: PageNumber) -> PageExtent? {
            extents.first { $0.pages.contains(page) }.map { extent in
                PageExtent(
                    pages: page..<extent.pages.upperBound, state: extent.state, content: extent.content)
            }
        }
        func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
            let got = PageRange(from: range.lowerBound, count: min(range.count, buffer.capacity))
            buffer.fill(got, with: 0x11, state: .programmed)
            return got
        }
        func isBad(_ block: BlockNumber) throws -> Bool { false }
    }

    private func pages(_ range: Range<Int>) -> PageRange { PageNumber(range.lowerBound)..<PageNumber(range.upperBound) }

    @Test("each block counts once, by what is held of it")
    func precedence() throws {
        let geometry = try Geometry(pageSize: 512, oobSize: 0, pagesPerBlock: 4, blockCount: 7)
        var census = BlockCensus(geometry)
        let states: [PageState] = [
            .erased, .erased, .erased, .erased,
            .erased, .programmed, .erased, .missing,
            .missing, .missing, .erased, .erased,
            .programmed, .unreadable, .missing, .missing,
            .bad, .bad, .missing, .missing,
            .programmed, .programmed, .programmed, .programmed,
            .missing, .missing, .missing, .missing,
        ]
        for (page, state) in states.enumerated() {
            census.add(
                PageExtent(
                    pages: pages(page..<(page + 1)), state: state, content: state == .missing ? .absent : .bytes))
        }
        census.close()
        #expect(census.erased == 2)
        #expect(census.programmed == 2)
        #expect(census.missing == 1)
        #expect(census.unreadable == 1)
        #expect(census.bad.description == "4")
        #expect(census.total == 7)
        #expect(census.partial == 4)
    }

    @Test("long extents count like their pages")
    func bulk() throws {
        let geometry = try Geometry(pageSize: 512, oobSize: 0, pagesPerBlock: 4, blockCount: 100)
        for (start, end) in [(0, 400), (3, 400), (4, 399), (1, 2), (0, 4), (5, 8), (6, 11)] {
            var long = BlockCensus(geometry)
            long.add(PageExtent(pages: pages(start..<end), state: .programmed, content: .bytes))
            long.close()
            var single = BlockCensus(geometry)
            for page in start..<end {
                single.add(PageExtent(pages: pages(page..<(page + 1)), state: .programmed, content: .bytes))
            }
            single.close()
            #expect(long == single, "\(start)..<\(end)")
        }
    }

    @Test("terabytes of holes cost nothing")
    func holes() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 1 << 28)
        let half = geometry.pageCount / 2
        let source = Known(
            geometry: geometry,
            extents: [
                PageExtent(pages: pages(0..<half), state: .missing, content: .absent),
                PageExtent(pages: pages(half..<geometry.pageCount), state: .erased, content: .filled(0xFF)),
            ])
        let inspection = try Inspection(source)
        #expect(inspection.coverage.isWhole)
        #expect(inspection.blocks.missing == 1 << 27)
        #expect(inspection.blocks.erased == 1 << 27)
    }

    @Test("a big dump is sampled, and says so")
    func sampled() throws {
        let geometry = try Geometry(pageSize: 16384, oobSize: 0, pagesPerBlock: 1024, blockCount: 200)
        let end = geometry.pageCount
        let source = Known(
            geometry: geometry,
            extents: [PageExtent(pages: pages((end - 1024)..<end), state: .missing, content: .absent)])
        let inspection = try Inspection(source)
        #expect(!inspection.coverage.isWhole)
        #expect(inspection.coverage.head == 64 << 20)
        #expect(inspection.coverage.stride == 1)
        #expect(inspection.blocks.programmed == 199)
        #expect(inspection.blocks.missing == 1)
    }

    @Test("a sample looks at what is held behind missing pages, and sees that a block ends early")
    func sampledInPart() throws {
        let geometry = try Geometry(pageSize: 16384, oobSize: 0, pagesPerBlock: 1024, blockCount: 200)
        let source = Known(
            geometry: geometry,
            extents: [
                PageExtent(pages: pages((150 * 1024)..<(151 * 1024 + 7)), state: .missing, content: .absent),
                PageExtent(pages: pages((160 * 1024)..<(160 * 1024 + 1000)), state: .missing, content: .absent),
                PageExtent(pages: pages((199 * 1024 + 9)..<(200 * 1024)), state: .missing, content: .absent),
            ])
        let inspection = try Inspection(source)
        #expect(!inspection.coverage.isWhole && inspection.coverage.stride == 1)
        #expect(inspection.blocks.missing == 1)
        #expect(inspection.blocks.programmed == 199)
        #expect(inspection.blocks.partial == 3)
    }

    @Test("two pages of a text dump are looked into")
    func twoPages() throws {
        let text = try Samples.bytes("nanddump/pretty_oob_2pages.txt")
        let opened = try ImageOpener(registry: museimgFormats).open(MemorySource(text, name: "two.txt"))
        let census = try Inspection(opened.image).blocks
        #expect(census.programmed == 1 && census.missing == census.total - 1)
        #expect(census.partial == 1)
    }

    @Test("real marks")
    func marks() throws {
        let inspection = try Samples.inspect(try Samples.bytes("nanddump/dev_8blocks_raw_with_2_bad.bin.gz"))
        #expect(inspection.blocks.bad.description == "3,6")
        #expect(inspection.blocks.programmed == 2)
        #expect(inspection.blocks.erased == 4)
    }

    @Test("a dump that ends inside a block")
    func cut() throws {
        let bytes = try Samples.bytes("nanddump/dev_8blocks_raw_with_2_bad.bin.gz")
        let inspection = try Samples.inspect(Array(bytes[..<(2112 * 64 * 2 + 2112 * 10 + 5)]))
        #expect(inspection.blocks.unreadable == 1)
        #expect(inspection.blocks.total == 3)
        #expect(inspection.blocks.partial == 1)
    }
}
