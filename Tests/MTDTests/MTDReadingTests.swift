// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import MTD
import PageLayout
import Synchronization
import TestKit
import Testing

@Suite("Reading an MTD")
struct MTDReadingTests {
    static let layouts = [
        ("linux-bch4", "2048+64x8"), ("linux-hamming-small", "512+16x8"), ("omap-bch8", "2048+64x8"),
        ("qualcomm-bch8", "2048+128x8"), ("allwinner-t16-scrambled", "4096+128x8"),
    ]

    /// A dump with bit errors, and what is right of it.
    struct Sample {
        let device: MTDDevice
        let room: MTDRoom
        let raw: Snapshot
        let corrected: Snapshot

        init(_ name: String, _ shape: String, errorsPerMillion: Int) throws {
            let geometry = try Chip.geometry(shape + "x12")
            let plan = try Chip.plan(name, geometry)
            let layout = try #require(plan.codecs.first?.layout)
            var dump = SyntheticDump.Plan(geometry: geometry, layouts: [(0, layout)], seed: 7)
            dump.errorsPerMillion = errorsPerMillion
            dump.badBlocks = 0
            let chip = try SyntheticDump(dump).device()
            raw = try Snapshot(chip)
            corrected = try Snapshot(DecodedSource(chip, plan: plan, mode: .init(corrects: true)))
            device = MTDDevice(
                BlockStore(base: chip, marker: nil), plan: plan,
                shape: try MTDShape(geometry, plan: plan, isWritable: true))
            room = MTDRoom(for: device, capacity: 3 * geometry.blockSize)
        }
    }

    @Test("any bytes of data are those of the corrected pages", arguments: layouts)
    func data(name: String, shape: String) throws {
        let sample = try Sample(name, shape, errorsPerMillion: 40)
        let all = sample.corrected.pages.flatMap(\.data)
        let rawData = sample.raw.pages.flatMap(\.data)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let address = Int.random(in: 0..<all.count, using: &random)
            let count = Int.random(in: 0...min(sample.room.capacity, all.count - address), using: &random)
            let read = try sample.device.read(at: address, count: count, mode: .corrected, sample.room)
            #expect(read.bytes.elementsEqual(all[address..<(address + count)]))
            let plain = try sample.device.read(at: address, count: count, mode: .raw, sample.room)
            #expect(plain.bytes.elementsEqual(rawData[address..<(address + count)]))
            #expect(plain.bitflips == 0 && !plain.isUncorrectable)
        }
    }

    @Test("wrong bits are told of, page by page", arguments: layouts)
    func told(name: String, shape: String) throws {
        let sample = try Sample(name, shape, errorsPerMillion: 400)
        let geometry = sample.device.geometry
        var (flipped, lost) = (0, 0)
        for page in geometry.allPages {
            let read = try sample.device.read(
                at: page.rawValue * geometry.pageSize, count: geometry.pageSize, mode: .corrected, sample.room)
            let own = sample.corrected.pages[page.rawValue]
            #expect(read.isUncorrectable == (own.state == .uncorrectable))
            #expect(read.bitflips <= sample.device.shape.eccStrength * 2)
            if read.bitflips > 0 { flipped += 1 }
            if read.isUncorrectable { lost += 1 }
        }
        #expect(flipped > 10, "\(flipped) pages with flips")
        if name == "linux-hamming-small" { #expect(lost > 0) }
    }

    @Test("OOB runs from page to page, in its places and packed", arguments: layouts)
    func oob(name: String, shape: String) throws {
        let sample = try Sample(name, shape, errorsPerMillion: 0)
        let own = sample.device.shape
        let pages = sample.corrected.pages
        let packed = pages.map { page in own.oobFree.flatMap { page.oob[$0] } }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let page = Int.random(in: 0..<pages.count, using: &random)
            for (mode, all) in [(OOBMode.place, pages.map(\.oob)), (.auto, packed)] where !all[0].isEmpty {
                let size = all[0].count
                let column = Int.random(in: 0..<size, using: &random)
                let rest = (pages.count - page) * size - column
                let count = Int.random(in: 1...min(rest, 5 * size), using: &random)
                let address = page * own.writeSize + column
                let read = try sample.device.readOOB(at: address, count: count, mode, .corrected, sample.room)
                let flat = all[page...].prefix(7).joined()
                #expect(read.bytes.elementsEqual(flat.dropFirst(column).prefix(count)))
            }
        }
    }

    @Test("raw OOB is the end of the raw page, whatever the layout")
    func rawOOB() throws {
        let sample = try Sample("qualcomm-bch8", "2048+128x8", errorsPerMillion: 100)
        for page in sample.raw.pages.indices {
            let read = try sample.device.readOOB(at: page * 2048, count: 128, .place, .raw, sample.room)
            #expect(read.bytes.elementsEqual(sample.raw.pages[page].oob))
        }
    }

    @Test("what the dump does not hold reads as 0xFF with an error, and is told of")
    func missing() throws {
        let geometry = try Chip.geometry("512+16x8x2")
        let chip = MemoryDevice(geometry: geometry)
        chip.set(unitAt: PageNumber(3), state: .missing, bytes: nil)
        let events = Mutex<[MTDEvent]>([])
        let device = MTDDevice(
            BlockStore(base: chip, marker: nil), plan: nil, shape: try MTDShape(geometry, plan: nil, isWritable: false)
        ) { event in events.withLock { $0.append(event) } }
        let room = MTDRoom(for: device, capacity: 4096)
        let read = try device.read(at: 2 * 512 + 100, count: 1000, mode: .corrected, room)
        #expect(read.isUncorrectable && read.bytes.allSatisfy { $0 == 0xFF })
        #expect(events.withLock { $0 } == [.notHeld(PageNumber(3))])
        #expect(try !device.read(at: 0, count: 1024, mode: .corrected, room).isUncorrectable)
    }

    @Test("what lies outside is refused")
    func bounds() throws {
        let geometry = try Chip.geometry("512+16x8x2")
        let device = MTDDevice(
            BlockStore(blank: geometry), plan: nil, shape: try MTDShape(geometry, plan: nil, isWritable: true))
        let room = MTDRoom(for: device, capacity: 4096)
        for (address, count) in [(-1, 1), (8192, 1), (8000, 193), (0, 4097), (Int.max, 1), (0, Int.max), (0, -1)] {
            #expect(throws: FlashError(.outOfRange, "")) {
                try device.read(at: address, count: count, mode: .corrected, room)
            }
        }
        for (address, count) in [(16, 1), (8192, 1), (7680, 17), (0, 0), (-512, 4), (0, Int.max)] {
            #expect(throws: FlashError(.outOfRange, "")) {
                try device.readOOB(at: address, count: count, .place, .corrected, room)
            }
        }
    }
}
