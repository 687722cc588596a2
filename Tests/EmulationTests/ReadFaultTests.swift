// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@testable import Emulation

@Suite("Reads that go wrong")
struct ReadFaultTests {
    private static let bits = 528 * 8

    @Test("a rate flips as many bits as it says, anew at each read, and the chip stays as it is")
    func rate() throws {
        let chip = try FaultyChip("faults,seed=42,flip=1%", fill: 0x5A)
        var total = 0
        var first: [Int] = []
        for round in 0..<50 {
            for page in 0..<8 {
                let wrong = FaultyChip.wrong(try chip.read(page), than: 0x5A)
                total += wrong.count
                if page == 0, round == 0 { first = wrong }
                if page == 0, round == 1 { #expect(wrong != first) }
            }
        }
        let expected = Double(400 * Self.bits) * 0.01
        #expect(abs(Double(total) - expected) < 5 * expected.squareRoot(), "\(total), expected \(expected)")
        #expect(chip.events.all.reduce(0) { $0 + ($1.bits ?? 0) } == total)
        #expect(chip.device.counters.first?.count == chip.events.all.count)
        #expect(try chip.read(0, of: chip.base).allSatisfy { $0 == 0x5A })
    }

    @Test("weak cells are the same at each read, there and only there")
    func weak() throws {
        let chip = try FaultyChip("faults,seed=1,flip@block:2..3=3", fill: 0)
        for page in [15, 32, 127] { #expect(try FaultyChip.wrong(chip.read(page), than: 0).isEmpty) }
        let wrong = try FaultyChip.wrong(chip.read(16), than: 0)
        #expect(wrong.count == 3)
        #expect(try FaultyChip.wrong(chip.read(16), than: 0) == wrong)
        #expect(try FaultyChip.wrong(chip.read(31), than: 0) != wrong)
        try Conformance.check(source: chip.device)
    }

    @Test("a page whose bits flip is not erased any more")
    func states() throws {
        let chip = try FaultyChip("faults,seed=1,flip@page:3=2")
        let pages = try Snapshot(chip.device).pages
        #expect(pages[2].state == .erased && pages[3].state == .programmed && pages[4].state == .erased)
        try Conformance.check(source: chip.device)
    }

    @Test("stuck bits read as 0 or as 1, whatever is programmed")
    func stuck() throws {
        let chip = try FaultyChip("faults,seed=7,stuck@page:5=40")
        let ones = try FaultyChip.wrong(chip.read(5), than: 0xFF)
        try chip.program(5, 0)
        let zeros = try FaultyChip.wrong(chip.read(5), than: 0)
        #expect(ones.count + zeros.count == 40 && !ones.isEmpty && !zeros.isEmpty)
        #expect(Set(ones).isDisjoint(with: zeros))
        try chip.erase(0)
        #expect(try FaultyChip.wrong(chip.read(5), than: 0xFF) == ones)
    }

    @Test("reads of a block turn ones of its other pages to zeros, until it is erased")
    func readDisturb() throws {
        let chip = try FaultyChip("faults,seed=3,disturb=1e-5")
        for _ in 0..<2000 { _ = try chip.read(0) }
        #expect(try FaultyChip.wrong(chip.read(0), than: 0xFF).isEmpty, "its own reads do nothing to a page")
        let wrong = try FaultyChip.wrong(chip.read(1), than: 0xFF)
        let expected = 2000 * 1e-5 * Double(Self.bits)
        #expect(abs(Double(wrong.count) - expected) < 5 * expected.squareRoot(), "\(wrong.count), expected \(expected)")
        for _ in 0..<2000 { _ = try chip.read(0) }
        let more = try FaultyChip.wrong(chip.read(1), than: 0xFF)
        #expect(more.count > wrong.count && Set(more).isSuperset(of: wrong), "what has flipped stays so")
        #expect(try FaultyChip.wrong(chip.read(8), than: 0xFF).isEmpty, "another block")
        try chip.erase(0)
        #expect(try FaultyChip.wrong(chip.read(1), than: 0xFF).isEmpty)
    }

    @Test("programs wear the pages beside theirs")
    func programDisturb() throws {
        let chip = try FaultyChip("faults,seed=3,neighbours=1%")
        try chip.program(4, 0)
        #expect(try FaultyChip.wrong(chip.read(4), than: 0).isEmpty)
        for page in [3, 5] {
            let count = try FaultyChip.wrong(chip.read(page), than: 0xFF).count
            #expect((10...90).contains(count), "\(count)")
        }
        for page in [2, 6] { #expect(try FaultyChip.wrong(chip.read(page), than: 0xFF).isEmpty) }
    }

    @Test("age turns zeros to ones, but not where it was programmed since")
    func retention() throws {
        let chip = try FaultyChip("faults,seed=3,retention=1e-3,age=10d", fill: 0)
        let wrong = try FaultyChip.wrong(chip.read(9), than: 0)
        #expect((10...90).contains(wrong.count), "\(wrong.count)")
        #expect(try FaultyChip.wrong(chip.read(9), than: 0) == wrong)
        try chip.erase(1)
        try chip.program(9, 0)
        #expect(try FaultyChip.wrong(chip.read(9), than: 0).isEmpty)
        #expect(try !FaultyChip.wrong(chip.read(17), than: 0).isEmpty)
        let blank = try FaultyChip("faults,seed=3,retention=1e-3,age=10d")
        #expect(try FaultyChip.wrong(blank.read(9), than: 0xFF).isEmpty, "an erased page has no charge to lose")
    }

    @Test("a read that fails fails alone, and only so often")
    func refused() throws {
        let chip = try FaultyChip("faults,eio@page:3,on=read,after=1,times=2", fill: 0x11)
        _ = try chip.read(3)
        for _ in 0..<2 { #expect(throws: FlashError(.unreadable, "")) { try chip.read(3) } }
        _ = try chip.read(3)
        _ = try chip.read(2)
        #expect(chip.events.all.map(\.page) == [PageNumber(3), PageNumber(3)])
    }

    @Test("blocks bad from the start are so, and hold what they held")
    func bad() throws {
        let chip = try FaultyChip("faults,bad@block:9", fill: 0x33)
        #expect(try chip.device.isBad(BlockNumber(9)) && !chip.device.isBad(BlockNumber(8)))
        #expect(throws: FlashError(.badBlock, "")) { try chip.erase(9) }
        #expect(try chip.read(72) == chip.read(72, of: chip.base))
        let snapshot = try Snapshot(chip.device)
        #expect(snapshot.pages.indices.allSatisfy { (snapshot.pages[$0].state == .bad) == (72..<80).contains($0) })
        try Conformance.check(source: chip.device)
    }

    @Test("only while the file is there")
    func trigger() throws {
        let path = "/proc/self/no-such-file"
        #expect(try FaultyChip.wrong(FaultyChip("faults,flip=3,while=\(path)", fill: 0).read(0), than: 0).isEmpty)
        #expect(try FaultyChip.wrong(FaultyChip("faults,flip=3,while=/proc/self", fill: 0).read(0), than: 0).count == 3)
    }

    @Test("on NOR too, by up to 4096 bytes")
    func nor() throws {
        let chip = try FaultyChip("faults,seed=5,flip@block:1=5", "nor:8Kx4", fill: 0xA5)
        #expect(try FaultyChip.wrong(chip.read(0), than: 0xA5).isEmpty)
        #expect(try FaultyChip.wrong(chip.read(8192), than: 0xA5).count == 5)
        try Conformance.check(source: chip.device)
    }

    @Test("a place that the chip does not have is an error")
    func outside() {
        #expect(throws: UsageError.self) { try FaultyChip("faults,flip@block:16=1") }
        #expect(throws: UsageError.self) { try FaultyChip("nandsim,gravepages=128") }
    }
}
