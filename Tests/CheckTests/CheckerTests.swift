// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import PageLayout
import TestKit
import Testing

@Suite("Checking a dump")
struct CheckerTests {
    static let chips = [
        ("linux-bch4", "2048+64x16x8"), ("linux-hamming", "2048+64x16x8"), ("omap-bch8", "2048+64x16x8"),
        ("qualcomm-bch4", "2048+64x16x8"), ("gpmi", "2048+64x16x8"), ("mediatek-scrambled-t12", "2048+112x16x8"),
    ]

    @Test("every planted flip is counted, at its place", arguments: chips)
    func planted(_ name: String, _ geometry: String) throws {
        let chip = try PlantedChip(name, geometry)
        let steps = chip.codec.layout.steps.count
        let strength = chip.codec.layout.code.strength
        for page in 100..<110 { chip.erase(page) }
        chip.markBad(7)
        var dump = chip.pages
        var expected = [StepTotals](repeating: StepTotals(), count: steps)
        for page in 0..<112 {
            for step in 0..<steps {
                let isErased = (100..<110).contains(page)
                let flips = page % 3 == 0 ? Int.random(in: 0...strength, using: &chip.random) : 0
                chip.flip(page, step: step, count: flips, in: &dump)
                expected[step].add(
                    isErased ? .erased(flips: flips) : flips == 0 ? .clean : .corrected(bits: flips), bits: 0)
            }
        }
        var (up, down) = (0, 0)
        for page in 0..<112 where !(100..<110).contains(page) {
            for (was, now) in zip(chip.pages[page], dump[page]) {
                up += (~was & now).nonzeroBitCount
                down += (was & ~now).nonzeroBitCount
            }
        }
        var checker = try Checker(try chip.dump(dump), plan: try chip.plan, worst: 2)
        while try checker.step() {}
        let report = checker.report
        let layout = try #require(report.layouts.first)
        #expect(layout.positions == expected)
        #expect(layout.zeroToOne == up)
        #expect(layout.oneToZero == down)
        #expect(report.uncorrectableSteps == 0 && report.uncheckedPages == 0)
        #expect(report.pages[.bad] == 16)
        #expect(report.badBlocks.marked == BlockSet([BlockNumber(7)]))
        #expect(report.worst.count == 2)
        #expect(report.worst[0].worstStep == layout.totals.worst || layout.totals.erased.count > layout.totals.worst)
        #expect(layout.programmedBits > 0 && layout.erasedBits > 0)
    }

    @Test("uncorrectable steps are told one by one, and the first few kept")
    func uncorrectable() throws {
        let chip = try PlantedChip("omap-bch8", "2048+64x16x8")
        var dump = chip.pages
        let places = [(3, 0), (3, 3), (17, 2), (80, 1), (127, 3)]
        for (page, step) in places { chip.flip(page, step: step, count: 14, in: &dump) }
        chip.flip(5, step: 1, count: 8, in: &dump)
        chip.flip(9, step: 1, count: 7, in: &dump)
        chip.flip(9, step: 2, count: 7, in: &dump)
        var told: [UncorrectableStep] = []
        var checker = try Checker(try chip.dump(dump), plan: try chip.plan, worst: 3)
        while try checker.step({ told.append($0) }) {}
        let report = checker.report
        #expect(told.map(\.page.rawValue) == places.map(\.0) && told.map(\.step) == places.map(\.1))
        #expect(report.uncorrectable == Array(told.prefix(CheckReport.shownSteps)))
        #expect(report.uncorrectableSteps == 5 && report.uncorrectablePages == 4)
        #expect(report.worst.map(\.page.rawValue) == [5, 9])
        #expect(report.worst.map(\.total) == [8, 14])
        #expect(report.layouts[0].totals.uncorrectable == 5)
    }

    @Test("layouts by block are counted apart, and pages without one are not checked")
    func layoutsByBlock() throws {
        let chip = try PlantedChip("linux-bch4", "2048+64x16x8")
        let other = try PlantedChip("omap-bch8", "2048+64x16x8")
        var dump = chip.pages
        for page in 32..<64 { dump[page] = other.pages[page] }
        let plan = try LayoutPlan(
            chip.codec,
            exceptions: [
                .init(blocks: BlockNumber(2)..<BlockNumber(4), codec: other.codec),
                .init(blocks: BlockNumber(6)..<BlockNumber(7), codec: nil),
            ], geometry: chip.geometry)
        var checker = try Checker(try chip.dump(dump), plan: plan)
        while try checker.step() {}
        let report = checker.report
        #expect(report.layouts.map(\.layout.name) == ["linux-bch4", "omap-bch8"])
        #expect(report.layouts.map(\.blocks.description) == ["0..1,4..5,7", "2..3"])
        #expect(report.layouts.map(\.totals.clean) == [80 * 4, 32 * 4])
        #expect(report.uncheckedPages == 16)
    }

    @Test("without a layout, states and marks are told")
    func noLayout() throws {
        let chip = try PlantedChip("linux-bch4", "2048+64x16x8")
        chip.markBad(1)
        chip.erase(64)
        let marker = BadBlockMarker(offset: 0)
        chip.write(16, data: [], oob: [0: [0xFB]])
        var checker = try Checker(
            try chip.dump(missing: [2], unreadable: [3]), plan: nil, marker: marker)
        while try checker.step() {}
        let report = checker.report
        #expect(report.layouts.isEmpty)
        #expect(report.pages == [.programmed: 109, .missing: 1, .unreadable: 1, .bad: 16, .erased: 1])
        #expect(report.uncheckedPages == 109)
        #expect(report.badBlocks.doubtful == BlockSet([BlockNumber(1)]))
    }

    @Test("a hole of any length is looked at once")
    func hole() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 1 << 22)
        let codec = try LayoutCodec(
            try LayoutSpec(parsing: "omap-bch8").layout(
                for: .init(pageSize: 2048, oobSize: 64), catalogue: .embedded()))
        let plan = try LayoutPlan(codec, geometry: geometry)
        var checker = try Checker(Hole(geometry: geometry), plan: plan)
        while try checker.step() {}
        #expect(checker.report.layouts[0].totals.clean == geometry.pageCount * 4)
    }

    /// Zeros that nobody stored.
    private struct Hole: PageSource {
        let geometry: Geometry

        func knownExtent(at page: PageNumber) -> PageExtent? {
            PageExtent(pages: page..<geometry.allPages.upperBound, state: .programmed, content: .filled(0))
        }

        func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
            buffer.fill(PageRange(from: range.lowerBound, count: 1), with: 0, state: .programmed)
            return buffer.pages
        }

        func isBad(_ block: BlockNumber) throws -> Bool { false }
    }
}
