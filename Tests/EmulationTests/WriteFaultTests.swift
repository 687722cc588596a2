// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@testable import Emulation

@Suite("Programs and erases that go wrong")
struct WriteFaultTests {
    @Test("filters that never fire leave the chip as it is", arguments: ["512+16x8x6", "nor:4Kx4"])
    func idle(shape: String) throws {
        let chip = try FaultyChip("faults,lie,after=1000000,torn,after=1000000,eio,after=1000000,disturb=1e-30", shape)
        var random = SeededGenerator(seed: 4)
        try Conformance.check(device: chip.device, steps: 200, &random)
        try Conformance.check(source: chip.device)
        #expect(chip.events.all.isEmpty)
    }

    @Test("a program that lies says nothing and does nothing")
    func lie() throws {
        let chip = try FaultyChip("faults,lie@page:4")
        try chip.program(4, 0)
        try chip.program(5, 0)
        #expect(try chip.read(4).allSatisfy { $0 == 0xFF } && chip.read(5).allSatisfy { $0 == 0 })
        let eraser = try FaultyChip("faults,lie,on=erase", fill: 0)
        try eraser.erase(0)
        #expect(try eraser.read(0).allSatisfy { $0 == 0 })
    }

    @Test("a program that fails is done, one that is refused is not")
    func fails() throws {
        let chip = try FaultyChip("faults,programfail@page:1,eio@page:2,on=program,protect@block:1")
        #expect(throws: FlashError(.failed, "")) { try chip.program(1, 0x0F) }
        #expect(throws: FlashError(.failed, "")) { try chip.program(2, 0x0F) }
        #expect(throws: FlashError(.readOnly, "")) { try chip.program(8, 0x0F) }
        #expect(throws: FlashError(.readOnly, "")) { try chip.erase(1) }
        #expect(throws: FlashError(.readOnly, "")) { try chip.device.markBad(BlockNumber(1)) }
        #expect(try chip.read(1).allSatisfy { $0 == 0x0F })
        #expect(try (chip.read(2) + chip.read(8)).allSatisfy { $0 == 0xFF })
        #expect(chip.device.counters.map(\.count) == [1, 1, 3])
    }

    @Test("several pages at once: those before the one that fails are programmed")
    func several() throws {
        let chip = try FaultyChip("faults,eio@page:2,on=program")
        let bits = [UInt8](repeating: 0, count: 4 * 528)
        #expect(throws: FlashError(.failed, "")) {
            try bits.withUnsafeBytes { try chip.device.program(PageRange(from: PageNumber(0), count: 4), bits: $0) }
        }
        #expect(try (0..<4).map { try chip.read($0).first } == [0, 0, 0xFF, 0xFF])
    }

    @Test("a block goes bad once it is worn, and stays bad")
    func grown() throws {
        let chip = try FaultyChip("faults,grownbad@block:2,after=3")
        try chip.program(16, 0)
        try chip.erase(2)
        try chip.program(16, 1)
        for _ in 0..<3 {
            #expect(throws: FlashError(.failed, "")) { try chip.program(17, 0) }
            #expect(throws: FlashError(.failed, "")) { try chip.erase(2) }
        }
        #expect(try chip.read(16).allSatisfy { $0 == 1 } && chip.read(17).allSatisfy { $0 == 0xFF })
        try chip.program(24, 0)
    }

    @Test("torn programs clear some of the bits, as their tear says", arguments: Fault.Tear.allCases)
    func torn(tear: Fault.Tear) throws {
        let chip = try FaultyChip("faults,seed=8,torn=1,tear=\(tear.rawValue)")
        var counts = Set<Int>()
        for page in 0..<40 {
            #expect(throws: FlashError(.failed, "")) { try chip.program(page, 0x0F) }
            let bytes = try chip.read(page)
            #expect(bytes.allSatisfy { $0 & 0x0F == 0x0F }, "a program sets no bit, and clears none that it was not to")
            let done = bytes.prefix { $0 == 0x0F }.count
            counts.insert(tear == .random ? bytes.reduce(0) { $0 + $1.nonzeroBitCount } : done)
            switch tear {
            case .prefix: #expect(bytes.dropFirst(done).allSatisfy { $0 == 0xFF } && done < 528)
            case .half: #expect(bytes.dropFirst(done).allSatisfy { $0 == 0xFF } && done == 264)
            case .random: break
            }
        }
        #expect(tear == .half ? counts == [264] : counts.count > 20)
    }

    @Test("torn erases leave a mixture", arguments: Fault.Tear.allCases)
    func tornErase(tear: Fault.Tear) throws {
        let chip = try FaultyChip("faults,seed=8,torn=1,tear=\(tear.rawValue),on=erase", fill: 0)
        var kinds = Set<Int>()
        for block in 0..<16 {
            #expect(throws: FlashError(.failed, "")) { try chip.erase(block) }
            let ones = try (block * 8..<block * 8 + 8).map { page in
                try chip.read(page).reduce(0) { $0 + $1.nonzeroBitCount }
            }
            let erased = ones.prefix { $0 == 4224 }.count
            switch tear {
            case .prefix: #expect(ones.dropFirst(erased).allSatisfy { $0 == 0 } && erased < 8)
            case .half: #expect(ones == [4224, 4224, 4224, 4224, 0, 0, 0, 0])
            case .random: #expect((ones.max() ?? 0) - (ones.min() ?? 0) < 600, "one chance for the block: \(ones)")
            }
            kinds.insert(ones.reduce(0, +))
        }
        #expect(tear == .half ? kinds.count == 1 : kinds.count >= 4)
    }

    @Test("nandsim's weak blocks and pages fail after so many times, done all the same")
    func nandsim() throws {
        let chip = try FaultyChip("nandsim,weakblocks=3:2,weakpages=8:1,gravepages=16:1,badblocks=5", fill: 0x77)
        for _ in 0..<2 { try chip.erase(3) }
        try chip.program(24, 0)
        #expect(throws: FlashError(.failed, "")) { try chip.erase(3) }
        #expect(try chip.read(24).allSatisfy { $0 == 0xFF })
        try chip.program(8, 0x73)
        #expect(throws: FlashError(.failed, "")) { try chip.program(8, 0x70) }
        #expect(try chip.read(8).allSatisfy { $0 == 0x70 })
        #expect(try chip.read(16).allSatisfy { $0 == 0x77 })
        let (one, two) = (try chip.read(16), try chip.read(16))
        #expect(one != two && Set(one).count > 100, "random, and anew each time")
        #expect(try chip.device.isBad(BlockNumber(5)))
    }

    @Test("a page that was programmed with 0xFF holds data for nandsim's grave pages, until it is erased")
    func grave() throws {
        let chip = try FaultyChip("nandsim,gravepages=16:1")
        for _ in 0..<3 { #expect(try chip.read(16).allSatisfy { $0 == 0xFF }) }
        try chip.program(16, 0xFF)
        #expect(try chip.read(16).allSatisfy { $0 == 0xFF })
        #expect(try Set(chip.read(16)).count > 100)
        try chip.erase(2)
        #expect(try chip.read(16).allSatisfy { $0 == 0xFF })
    }

    @Test("a block that is bad from the start has its maker's mark, and that alone is not what the chip behind holds")
    func marker() throws {
        let base = MemoryDevice(geometry: try GeometrySpec(parsing: "512+16x8x16").geometry(blockCount: 16))
        let marker = BadBlockMarker(offset: 5, pages: [0, 1])
        let device = try FaultDevice(base, plan: try FaultFilter.plan(parsing: "nandsim,badblocks=2"), marker: marker)
        let chip = try FaultyChip("nandsim,badblocks=2")
        for page in 8..<32 {
            var expected = [UInt8](repeating: 0xFF, count: 528)
            if [16, 17].contains(page) { expected[512 + 5] = 0 }
            #expect(try chip.read(page, of: device) == expected, "page \(page)")
            #expect(try chip.read(page, of: base).allSatisfy { $0 == 0xFF })
        }
        #expect(device.knownExtent(at: PageNumber(16)) == nil)
        #expect(device.knownExtent(at: PageNumber(8))?.content == .filled(0xFF))
    }

    @Test("nandsim's bitflips come in one of 1024 reads of pages that hold data, up to so many")
    func bitflips() throws {
        let chip = try FaultyChip("nandsim,seed=1,bitflips=3", fill: 0)
        for _ in 0..<400 { for page in 0..<128 { _ = try chip.read(page) } }
        // 51200 reads: 50 expected.
        #expect((20...90).contains(chip.events.all.count), "\(chip.events.all.count)")
        #expect(Set(chip.events.all.compactMap(\.bits)) == [1, 2, 3])
        let blank = try FaultyChip("nandsim,seed=1,bitflips=3")
        for _ in 0..<100 { for page in 0..<128 { _ = try blank.read(page) } }
        #expect(blank.events.all.isEmpty)
    }

    @Test("operations take their time")
    func latency() throws {
        let chip = try FaultyChip("faults,latency=read:1ms,program:2ms,erase:30ms")
        func time(_ body: () throws -> Void) rethrows -> Duration { try ContinuousClock().measure(body) }
        #expect(try time { _ = try chip.read(0) } >= .milliseconds(1))
        #expect(try time { try chip.program(0, 0) } >= .milliseconds(2))
        #expect(try time { try chip.erase(0) } >= .milliseconds(30))
    }
}
