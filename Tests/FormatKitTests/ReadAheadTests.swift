// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Synchronization
import TestKit
import Testing

@Suite("Reading ahead")
struct ReadAheadTests {
    /// Pages with their number in each byte; some are known unread, and one may fail.
    private final class Numbered: PageSource {
        let geometry: Geometry
        let broken: Int?
        let reads = Atomic(0)

        init(pages: Int, broken: Int? = nil) throws {
            geometry = try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 4, blockCount: pages / 4)
            self.broken = broken
        }

        func knownExtent(at page: PageNumber) -> PageExtent? {
            guard page.rawValue % 32 == 20 else { return nil }
            return PageExtent(
                pages: PageRange(from: page, count: 3).clamped(to: geometry.allPages), state: .erased,
                content: .filled(0xFF))
        }

        func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
            reads.add(1, ordering: .relaxed)
            let first = range.lowerBound.rawValue
            if let broken, first >= broken { throw FlashError(.outOfRange, "page \(first)") }
            var count = min(range.count, buffer.capacity, 5)
            if let broken { count = min(count, broken - first) }
            while count > 1, (first..<first + count).contains(where: { $0 % 32 == 20 }) { count -= 1 }
            let got = PageRange(from: range.lowerBound, count: count)
            buffer.fill(got, with: UInt8(truncatingIfNeeded: first), state: .programmed)
            return got
        }

        func isBad(_ block: BlockNumber) throws -> Bool { false }
    }

    /// What a walk sees: pages, state and the first byte.
    private func walk(_ walker: PageWalker) throws -> [String] {
        var walker = walker
        var seen: [String] = []
        while let run = try walker.step() {
            seen.append("\(run.pages) \(run.state) \(run.data.first.map { "\($0)" } ?? "known")")
        }
        return seen
    }

    @Test("sees what reading in turn sees", arguments: [4, 8, 64, 4096])
    func same(pages: Int) throws {
        let source = try Numbered(pages: pages)
        let expected = try walk(PageWalker(source))
        #expect(
            try walk(PageWalker(ReadAhead(source, range: source.geometry.allPages), geometry: source.geometry))
                == expected)
        #expect(!expected.isEmpty)
    }

    @Test("an error comes behind the pages before it, and once")
    func error() throws {
        let source = try Numbered(pages: 256, broken: 100)
        let ahead = try ReadAhead(source, range: source.geometry.allPages)
        var end = PageNumber(0)
        #expect(throws: FlashError.self) {
            while let (chunk, _) = try ahead.next() { end = chunk.pages.upperBound }
        }
        #expect(end == PageNumber(100))
        #expect(ahead.position == end)
        #expect(try ahead.next() == nil)
    }

    @Test("stops when nobody wants more, and reads no further than its buffers")
    func dropped() throws {
        for taken in 0..<5 {
            let source = try Numbered(pages: 4096)
            do {
                let ahead = try ReadAhead(source, range: source.geometry.allPages, capacity: 4)
                for _ in 0..<taken { _ = try ahead.next() }
            }
            // The buffers, and the ones that were given back.
            #expect(source.reads.load(ordering: .relaxed) <= 3 + taken)
        }
    }
}
