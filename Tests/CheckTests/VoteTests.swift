// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout
import Synchronization
import TestKit
import Testing

@Suite("A vote among dumps of one chip")
struct VoteTests {
    @Test(
        "copies with different flips give the pages as they were programmed",
        arguments: CheckerTests.chips + [("none", "2048+64x16x8")])
    func threeCopies(_ name: String, _ geometry: String) throws {
        let chip = try PlantedChip(name, geometry)
        var copies = [chip.pages, chip.pages, chip.pages]
        var random = SeededGenerator(seed: 7)
        // Each bit is wrong in one copy at most.
        for page in 0..<chip.geometry.pageCount {
            for (copy, byte) in zip(0..<3, Array(0..<chip.geometry.rawPageSize).shuffled(using: &random)) {
                copies[copy][page][byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        let tally = VoteTally(copies: 3)
        let voted = try VotedSource(try copies.map { try chip.dump($0) }, plan: try chip.plan, tally: tally)
        let same = try voted.rawPages() == chip.pages
        #expect(same)
        #expect(tally.totals.differingBits == chip.geometry.pageCount * 3)
        #expect(tally.totals.tiedBits == 0 && tally.totals.undecidedSteps == 0)
        let rule = name == "none" ? VoteRule.majority : .decoded
        #expect(tally.totals.pages == [rule: chip.geometry.pageCount])
    }

    @Test("a step comes from the copy that decodes, even against the majority")
    func oneGoodCopy() throws {
        let chip = try PlantedChip("omap-bch8", "2048+64x16x8")
        var copies = [chip.pages, chip.pages, chip.pages]
        // The same 20 bits are wrong in two copies; the third has 3 others.
        chip.flip(5, step: 2, count: 20, in: &copies[0])
        copies[1] = copies[0]
        chip.flip(5, step: 2, count: 3, in: &copies[2])
        let tally = VoteTally(copies: 3)
        let voted = try VotedSource(try copies.map { try chip.dump($0) }, plan: try chip.plan, tally: tally)
        let pages = try voted.rawPages()
        #expect(pages[5] == copies[2][5], "nothing is corrected: the copy's bits are taken")
        #expect(tally.totals.pages == [.equal: 127, .decoded: 1])
        // Of copies that are equally right, the one with the fewest wrong bits in the page is named.
        #expect(tally.totals.stepsFromCopy == [0, 0, 4])
        let decoded = DecodedSource(voted, plan: try chip.plan, mode: .init(corrects: true, arranges: false))
        #expect(try decoded.rawPages()[5] == chip.pages[5])
    }

    @Test("of two copies, each step comes from the one that decodes")
    func twoCopies() throws {
        let chip = try PlantedChip("omap-bch8", "2048+64x16x8")
        var copies = [chip.pages, chip.pages]
        chip.flip(9, step: 0, count: 15, in: &copies[0])
        chip.flip(9, step: 1, count: 15, in: &copies[1])
        chip.flip(10, step: 1, count: 15, in: &copies[0])
        chip.flip(10, step: 1, count: 15, in: &copies[1])
        let rules = Mutex<[Int: VoteRule]>([:])
        let tally = VoteTally(copies: 2) { pages, rule in
            for page in pages { rules.withLock { $0[page.rawValue] = rule } }
        }
        let voted = try VotedSource(try copies.map { try chip.dump($0) }, plan: try chip.plan, tally: tally)
        let pages = try voted.rawPages()
        #expect(pages[9] == chip.pages[9])
        #expect(rules.withLock { $0[9] } == .decoded)
        // Where both are wrong in other places, half of the wrong bits stay, and that is said.
        #expect(rules.withLock { $0[10] } == .partial)
        #expect(tally.totals.undecidedSteps == 1 && tally.totals.tiedBits > 0)
        let invented = zip(pages[10], zip(copies[0][10], copies[1][10])).filter { bit, pair in
            (bit ^ pair.0) & (bit ^ pair.1) != 0
        }
        #expect(invented.isEmpty, "every bit is one of a copy")
    }

    @Test("copies that do not hold a page do not vote on it")
    func holes() throws {
        let chip = try PlantedChip("none", "2048+64x16x8")
        var worse = chip.pages
        worse[1][0] ^= 0xFF
        worse[4][0] ^= 0xFF
        chip.markBad(6)
        let tally = VoteTally(copies: 3)
        let voted = try VotedSource(
            [
                try chip.dump(worse, missing: [0, 2, 3], unreadable: [1, 4]),
                try chip.dump(missing: [0, 3], unreadable: [4]), try chip.dump(missing: [0, 1, 2, 3]),
            ], plan: nil, tally: tally)
        var states: [PageState: Int] = [:]
        var walker = try PageWalker(voted)
        while let run = try walker.step() {
            states[run.state, default: 0] += run.pages.count
            #expect(run.content != .absent || run.pages.allSatisfy { [0, 3].contains($0.rawValue) })
        }
        #expect(states == [.programmed: 110, .missing: 2, .bad: 16])
        let pages = try voted.rawPages()
        #expect(pages[1] == chip.pages[1] && pages[2] == chip.pages[2] && pages[4] == chip.pages[4])
        #expect(tally.totals.pages[.single] ?? 0 > 0)
    }

    @Test("a page that no copy holds whole stays unreadable")
    func unreadable() throws {
        let chip = try PlantedChip("none", "2048+64x16x8")
        let voted = try VotedSource(
            [try chip.dump(unreadable: [7]), try chip.dump(missing: [7])], plan: nil)
        let buffer = PageBuffer(geometry: chip.geometry)
        _ = try voted.read(chip.geometry.allPages, into: buffer)
        #expect(buffer.state(of: PageNumber(7)) == .unreadable && buffer.state(of: PageNumber(8)) == .programmed)
    }

    @Test("two right copies that differ are told")
    func disputed() throws {
        let chip = try PlantedChip("omap-bch8", "2048+64x16x8")
        let other = try PlantedChip("omap-bch8", "2048+64x16x8", seed: 99)
        let tally = VoteTally(copies: 3)
        var copies = [chip.pages, chip.pages, chip.pages]
        copies[1][3] = other.pages[3]
        let voted = try VotedSource(try copies.map { try chip.dump($0) }, plan: try chip.plan, tally: tally)
        #expect(try voted.rawPages()[3] == chip.pages[3], "the majority decides")
        #expect(tally.totals.disputedSteps == 4)
    }

    @Test("NOR: bit by bit, in stretches")
    func nor() throws {
        let geometry = try Geometry(pageSize: 1, oobSize: 0, pagesPerBlock: 8192, blockCount: 4)
        var random = SeededGenerator(seed: 4)
        let bytes = random.bytes(geometry.dataSize)
        let copies = (0..<3).map { copy in
            let device = MemoryDevice(geometry: geometry)
            for unit in 0..<8 {
                var part = Array(bytes[unit * 4096..<(unit + 1) * 4096])
                part[copy * 7] ^= 0x10
                device.set(unitAt: PageNumber(unit * 4096), state: .programmed, bytes: part)
            }
            return device
        }
        let voted = try VotedSource(copies, plan: nil)
        var walker = try PageWalker(voted)
        var all: [UInt8] = []
        while let run = try walker.step() { all += run.data }
        #expect(all == bytes)
    }

    @Test("copies of other shapes are refused")
    func shapes() throws {
        let a = try PlantedChip("none", "2048+64x16x8").dump()
        let b = try PlantedChip("none", "2048+64x16x4").dump()
        #expect(throws: FlashError.self) { try VotedSource([a, b], plan: nil) }
        #expect(throws: FlashError.self) { try VotedSource([], plan: nil) }
    }
}
