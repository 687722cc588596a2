// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Inspect
import TestKit
import Testing

@Suite("Comparing two images")
struct ComparisonTests {
    private static let geometry = "512+16x8x6"

    private func chip(_ text: String = geometry) throws -> MemoryDevice {
        let spec = try GeometrySpec(parsing: text)
        return MemoryDevice(geometry: try spec.geometry(blockCount: spec.blockCount ?? 0))
    }

    private func compare(
        _ a: any PageSource, _ b: any PageSource, withOOB: Bool = true
    ) throws -> (ComparisonTotals, [PageDifference]) {
        var comparison = try Comparison(a, b, withOOB: withOOB)
        var found: [PageDifference] = []
        while try comparison.step({ found.append($0) }) {}
        return (comparison.totals, found)
    }

    @Test("every state against every state")
    func states() throws {
        let (a, b) = (try chip(), try chip())
        let bytes = [UInt8](repeating: 7, count: 528)
        // Page by page: what a has, what b has.
        let kinds: [(PageState, PageState)] = [
            (.programmed, .programmed), (.programmed, .erased), (.erased, .erased), (.missing, .erased),
            (.erased, .missing), (.missing, .missing), (.unreadable, .programmed), (.unreadable, .unreadable),
            (.missing, .unreadable),
        ]
        for (index, (x, y)) in kinds.enumerated() {
            for (chip, state) in [(a, x), (b, y)] where state != .erased {
                chip.set(unitAt: PageNumber(index), state: state, bytes: state == .missing ? nil : bytes)
            }
        }
        let (totals, found) = try compare(a, b)
        #expect(totals.different == 1 && found.map(\.pages.lowerBound) == [PageNumber(1)])
        #expect(totals.onlyInA == 1 && totals.onlyInB == 2 && totals.inNeither == 1 && totals.unreadable == 2)
        #expect(totals.identical == 48 - 7)
        #expect(!totals.isEqual)
    }

    @Test("pages that ECC gave up on are compared as they are, and counted")
    func uncorrectable() throws {
        let (a, b) = (try chip(), try chip())
        for (chip, byte) in [(a, UInt8(1)), (b, 2)] {
            for page in 0..<3 {
                chip.set(
                    unitAt: PageNumber(page), state: .programmed,
                    bytes: .init(repeating: page == 2 ? byte : 0, count: 528))
            }
        }
        let (totals, _) = try compare(Worn(base: a, pages: [1, 2]), Worn(base: b, pages: [2]))
        #expect(totals.uncorrectableInA == 2 && totals.uncorrectableInB == 1)
        #expect(totals.identical == 47 && totals.different == 1 && !totals.isEqual)
    }

    @Test("a page of a bad block that is not whole is never equal, and its block no different mark")
    func unreadableInBadBlock() throws {
        let (a, b) = (try chip(), try chip())
        for (chip, state) in [(a, PageState.programmed), (b, .unreadable)] {
            chip.set(unitAt: PageNumber(8), state: state, bytes: .init(repeating: 0, count: 528))
            try chip.markBad(BlockNumber(1))
        }
        let (totals, _) = try compare(a, b)
        #expect(totals.unreadable == 1 && totals.identical == 47 && !totals.isEqual)
        #expect(totals.badOnlyInA == 0 && totals.badOnlyInB == 0)
    }

    @Test("says where and how much")
    func differences() throws {
        let (a, b) = (try chip(), try chip())
        var bytes = [UInt8](repeating: 7, count: 528)
        a.set(unitAt: PageNumber(9), state: .programmed, bytes: bytes)
        bytes[100] ^= 0x81
        bytes[300] ^= 0xFF
        bytes[520] ^= 1
        b.set(unitAt: PageNumber(9), state: .programmed, bytes: bytes)
        let (totals, found) = try compare(a, b)
        #expect(totals.bits == 11)
        #expect(found.first?.firstData == 100 && found.first?.firstOOB == 8 && found.first?.bits == 11)
        let (data, onlyData) = try compare(a, b, withOOB: false)
        #expect(data.bits == 10 && onlyData.first?.firstOOB == nil)
    }

    @Test("a longer chip, with what it holds behind the other's end")
    func lengths() throws {
        let (a, b) = (try chip(), try chip("512+16x8x4"))
        for page in 40..<48 { a.set(unitAt: PageNumber(page), state: .missing, bytes: nil) }
        let (totals, _) = try compare(a, b)
        #expect(totals.identical == 32 && totals.onlyInA == 8 && totals.inNeither == 8)
        let (reverse, _) = try compare(b, a)
        #expect(reverse.onlyInB == 8 && !reverse.isEqual)
    }

    @Test("bad blocks are counted once, and do not decide")
    func badBlocks() throws {
        let (a, b) = (try chip(), try chip())
        try a.markBad(BlockNumber(2))
        try b.markBad(BlockNumber(4))
        try b.markBad(BlockNumber(5))
        let (totals, _) = try compare(a, b)
        #expect(totals.badOnlyInA == 1 && totals.badOnlyInB == 2 && totals.isEqual)
    }

    @Test("shapes that do not fit are refused")
    func shapes() throws {
        let a = try chip()
        for other in ["512+16x16x3", "1024+16x8x6"] {
            #expect(throws: FlashError.invalidGeometry) { try compare(a, try chip(other), withOOB: false) }
        }
        #expect(throws: FlashError.invalidGeometry) { try compare(a, try chip("512x8x6")) }
        #expect(try compare(a, try chip("512x8x6"), withOOB: false).0.isEqual)
    }

    @Test("random chips: a chip equals itself, and totals add up")
    func property() throws {
        for seed in 0..<60 {
            var random = SeededGenerator(seed: UInt64(seed))
            let geometry = try RandomChip.geometry(&random, maxBytes: 1 << 18)
            let a = try RandomChip.device(geometry, &random)
            let b = try RandomChip.device(geometry, &random)
            let (same, none) = try compare(a, a, withOOB: geometry.oobSize > 0)
            #expect(none.isEmpty && same.different + same.onlyInA + same.onlyInB == 0)
            let (totals, found) = try compare(a, b, withOOB: geometry.oobSize > 0)
            let sum = totals.identical + totals.different + totals.onlyInA + totals.onlyInB
            #expect(sum + totals.inNeither + totals.unreadable == geometry.pageCount)
            #expect(found.reduce(0) { $0 + $1.pages.count } == totals.different)
            let (pagesA, pagesB) = (try Snapshot(a).pages, try Snapshot(b).pages)
            for (x, y) in zip(pagesA, pagesB) where x.state != .unreadable && y.state != .unreadable {
                guard x.isHeld, y.isHeld else { continue }
                if x.data != y.data || x.oob != y.oob { #expect(totals.different > 0) }
            }
        }
    }
}

/// A chip of which some pages are beyond correction.
private struct Worn: PageSource {
    let base: MemoryDevice
    let pages: Set<Int>

    var geometry: Geometry { base.geometry }

    func knownExtent(at page: PageNumber) -> PageExtent? { base.knownExtent(at: page) }

    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let got = try base.read(range, into: buffer)
        for page in got where pages.contains(page.rawValue) {
            buffer.setState(.uncorrectable, of: PageRange(from: page, count: 1))
        }
        return got
    }

    func isBad(_ block: BlockNumber) throws -> Bool { try base.isBad(block) }
}

extension FlashError {
    static let invalidGeometry = FlashError(.invalidGeometry, "")
}
