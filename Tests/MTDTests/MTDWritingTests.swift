// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import MTD
import PageLayout
import Synchronization
import TestKit
import Testing

@Suite("Writing to an MTD")
struct MTDWritingTests {
    final class Bench: Sendable {
        let device: MTDDevice
        let store: BlockStore
        var geometry: Geometry { store.geometry }

        init(_ name: String?, _ shape: String, isMLC: Bool = false, isStrict: Bool = false) throws {
            let geometry = try Chip.geometry(shape)
            let plan = try name.map { try Chip.plan($0, geometry) }
            store = BlockStore(base: BlankSource(geometry: geometry), marker: plan?.marker ?? .standard(for: geometry))
            let shape = try MTDShape(geometry, plan: plan, isWritable: true, isMLC: isMLC)
            final class Sink: Sendable { let events = Mutex<[MTDEvent]>([]) }
            let sink = Sink()
            device = MTDDevice(store, plan: plan, shape: shape, isStrict: isStrict) { event in
                sink.events.withLock { $0.append(event) }
            }
            told = { sink.events.withLock { $0 } }
        }

        let told: @Sendable () -> [MTDEvent]
        func room() -> MTDRoom { MTDRoom(for: device, capacity: 4 * geometry.blockSize) }
    }

    /// Layouts whose steps are all encoded by programming data.
    static func encodable() throws -> [PageLayout] {
        try LayoutCatalogue.embedded().templates.flatMap { template in
            try template.shapes.prefix(1).map { try template.layout(for: $0) }
        }
    }

    @Test("what is programmed is read back, and its parity is right, in every layout of the catalogue")
    func catalogue() throws {
        var random = SeededGenerator(seed: 21)
        for layout in try Self.encodable() {
            let geometry = try Geometry(
                pageSize: layout.pageSize, oobSize: layout.oobSize, pagesPerBlock: 4, blockCount: 2)
            let plan = try LayoutPlan(try LayoutCodec(layout), geometry: geometry)
            let store = BlockStore(blank: geometry)
            let device = MTDDevice(store, plan: plan, shape: try MTDShape(geometry, plan: plan, isWritable: true))
            let room = MTDRoom(for: device, capacity: geometry.dataSize)
            let data = random.bytes(3 * geometry.pageSize)
            try data.withUnsafeBytes { try device.program(at: geometry.pageSize, $0, mode: .corrected, room) }
            let read = try device.read(at: geometry.pageSize, count: data.count, mode: .corrected, room)
            #expect(read.bytes.elementsEqual(data), "\(layout.name)")
            #expect(read.bitflips == 0 && !read.isUncorrectable, "\(layout.name)")
            let blank = try device.read(at: 0, count: geometry.pageSize, mode: .corrected, room)
            #expect(blank.bytes.allSatisfy { $0 == 0xFF }, "\(layout.name)")
        }
    }

    @Test("a page is programmed subpage by subpage, with parity each time", arguments: ["linux-bch4", "linux-hamming"])
    func subpages(name: String) throws {
        let bench = try Bench(name, "2048+64x8x4")
        let room = bench.room()
        var random = SeededGenerator(seed: 4)
        let data = random.bytes(2048)
        for part in [2, 0, 3, 1] {
            try data[(part * 512)...].prefix(512).withUnsafeBytes {
                try bench.device.program(at: 4096 + part * 512, $0, mode: .corrected, room)
            }
        }
        let read = try bench.device.read(at: 4096, count: 2048, mode: .corrected, room)
        #expect(read.bytes.elementsEqual(data) && read.bitflips == 0 && !read.isUncorrectable)
        #expect(bench.told().isEmpty)
    }

    @Test("raw bits go on the chip as they are, and only clear", arguments: ["qualcomm-bch8"])
    func raw(name: String) throws {
        let bench = try Bench(name, "2048+128x8x4")
        let room = bench.room()
        var random = SeededGenerator(seed: 6)
        let (first, second, oob) = (random.bytes(2048), random.bytes(2048), random.bytes(128))
        for data in [first, second] {
            try data.withUnsafeBytes { try bench.device.program(at: 2048, $0, mode: .raw, room) }
        }
        try oob.withUnsafeBytes { try bench.device.programOOB(at: 2048, $0, .place, .raw, room) }
        let page = try Snapshot(bench.store).pages[1]
        #expect(page.data == zip(first, second).map { $0 & $1 } && page.oob == oob)
    }

    @Test("OOB goes to its places, and packed to the free ones; over pages")
    func oob() throws {
        let bench = try Bench("linux-hamming-small", "512+16x8x4")
        let room = bench.room()
        let bytes: [UInt8] = Array(1...20)
        try bytes.withUnsafeBytes { try bench.device.programOOB(at: 512 + 2, $0, .auto, .corrected, room) }
        let pages = try Snapshot(bench.store).pages
        #expect(pages[1].oob == [UInt8](repeating: 0xFF, count: 10) + Array(1...6))
        #expect(pages[2].oob == [UInt8](repeating: 0xFF, count: 8) + Array(7...14))
        #expect(pages[3].oob[8...].elementsEqual(Array(15...20) + [0xFF, 0xFF]))
        try bytes.withUnsafeBytes { try bench.device.programOOB(at: 5 * 512 + 4, $0, .place, .corrected, room) }
        #expect(try Snapshot(bench.store).pages[5].oob == [0xFF, 0xFF, 0xFF, 0xFF] + Array(1...12))
    }

    @Test("NOR takes any bytes anywhere, over blocks")
    func nor() throws {
        let bench = try Bench(nil, "nor:4Kx4")
        let room = bench.room()
        var model = [UInt8](repeating: 0xFF, count: 16384)
        var random = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let address = Int.random(in: 0..<16384, using: &random)
            let bytes = random.bytes(min(16384 - address, Int.random(in: 1...6000, using: &random)))
            try bytes.withUnsafeBytes { try bench.device.program(at: address, $0, mode: .corrected, room) }
            for (i, byte) in bytes.enumerated() { model[address + i] &= byte }
            if random.chance(10) {
                let block = Int.random(in: 0..<4, using: &random)
                try bench.device.erase(at: block * 4096, count: 4096)
                for i in 0..<4096 { model[block * 4096 + i] = 0xFF }
            }
            #expect(
                try bench.device.read(at: 0, count: 16384, mode: .corrected, room).bytes.elementsEqual(model))
        }
    }

    @Test("erasing takes whole blocks, up to one that is bad")
    func erase() throws {
        let bench = try Bench("linux-bch4", "2048+64x4x8")
        let room = bench.room()
        let data = [UInt8](repeating: 0, count: 2048)
        for block in 0..<8 {
            try data.withUnsafeBytes { try bench.device.program(at: block * 8192, $0, mode: .corrected, room) }
        }
        try bench.device.markBad(at: 5 * 8192)
        #expect(try bench.device.isBad(at: 5 * 8192 + 100))
        #expect(throws: FlashError(.badBlock, "")) { try bench.device.erase(at: 3 * 8192, count: 5 * 8192) }
        for (block, isErased) in [(2, false), (3, true), (4, true), (5, false), (6, false)] {
            let bytes = try bench.device.read(at: block * 8192, count: 2048, mode: .corrected, room).bytes
            #expect(bytes.elementsEqual(isErased ? [UInt8](repeating: 0xFF, count: 2048) : data), "block \(block)")
        }
        #expect(try bench.device.read(at: 0, count: 2048, mode: .corrected, room).bytes.elementsEqual(data))
        try bench.device.erase(at: 8192, count: 2 * 8192)
        #expect(try bench.device.read(at: 8192, count: 2048, mode: .corrected, room).bytes.allSatisfy { $0 == 0xFF })
        for (address, count) in [(1, 8192), (0, 100), (7 * 8192, 2 * 8192)] {
            #expect(throws: FlashError(.outOfRange, "")) { try bench.device.erase(at: address, count: count) }
        }
    }

    @Test("too many programs of a page are told of, and refused when strict", arguments: [false, true])
    func overprogramming(isStrict: Bool) throws {
        let bench = try Bench("linux-bch4", "2048+64x4x8", isStrict: isStrict)
        let room = bench.room()
        let byte: [UInt8] = [0]
        func program() throws { try byte.withUnsafeBytes { try bench.device.program(at: 2048, $0, mode: .raw, room) } }
        for _ in 0..<4 { try program() }
        #expect(bench.told().isEmpty)
        if isStrict {
            #expect(throws: FlashError(.rules, "")) { try program() }
        } else {
            try program()
            #expect(bench.told() == [.overprogrammed(PageNumber(1), times: 5, limit: 4)])
        }
        try bench.device.erase(at: 0, count: 8192)
        for _ in 0..<4 { try program() }
        #expect(bench.told().count == (isStrict ? 0 : 1))
    }

    @Test("MLC pages are programmed once, in order")
    func mlc() throws {
        let bench = try Bench("linux-bch4", "2048+64x4x8", isMLC: true, isStrict: true)
        let room = bench.room()
        let data = [UInt8](repeating: 0x5A, count: 2048)
        func program(_ page: Int) throws {
            try data.withUnsafeBytes { try bench.device.program(at: page * 2048, $0, mode: .corrected, room) }
        }
        try program(0)
        try program(2)
        #expect(throws: FlashError(.rules, "")) { try program(1) }
        #expect(throws: FlashError(.rules, "")) { try program(2) }
        try program(3)
    }

    @Test("a read-only device refuses changes")
    func readOnly() throws {
        let geometry = try Chip.geometry("2048+64x4x8")
        let device = MTDDevice(
            BlockStore(blank: geometry), plan: nil, shape: try MTDShape(geometry, plan: nil, isWritable: false))
        let room = MTDRoom(for: device, capacity: 4096)
        let byte: [UInt8] = [0]
        #expect(throws: FlashError(.readOnly, "")) { try device.erase(at: 0, count: 8192) }
        #expect(throws: FlashError(.readOnly, "")) { try device.markBad(at: 0) }
        byte.withUnsafeBytes { bytes in
            #expect(throws: FlashError(.readOnly, "")) { try device.program(at: 0, bytes, mode: .corrected, room) }
            #expect(throws: FlashError(.readOnly, "")) { try device.programOOB(at: 0, bytes, .place, .raw, room) }
        }
    }
}
