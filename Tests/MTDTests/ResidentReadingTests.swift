// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import Foundation
import MTD
import PageLayout
import TestKit
import Testing

/// Pages that lie in memory come from there; what is read must be what is read from the file.
@Suite("Reading an MTD over a mapped file")
struct ResidentReadingTests {
    /// The same pages without what lies in memory.
    private struct Unmapped: PageSource {
        let base: any PageSource
        var geometry: Geometry { base.geometry }
        func knownExtent(at page: PageNumber) -> PageExtent? { base.knownExtent(at: page) }
        func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
            try base.read(range, into: buffer)
        }
        func isBad(_ block: BlockNumber) throws -> Bool { try base.isBad(block) }
    }

    /// A dump in a file, and two MTDs over it that get the same orders.
    private final class Bench {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-\(UUID().uuidString)").path
        let (mapped, read): (MTDDevice, MTDDevice)
        let (roomOfMapped, roomOfRead): (MTDRoom, MTDRoom)
        let capacity: Int

        init(_ name: String, _ shape: String, seed: UInt64, errorsPerMillion: Int) throws {
            let spec = try GeometrySpec(parsing: shape)
            let geometry = try spec.geometry(blockCount: spec.blockCount ?? 1)
            let plan = try Chip.plan(name, geometry)
            let layout = try #require(plan.codecs.first?.layout)
            var dump = SyntheticDump.Plan(geometry: geometry, layouts: [(0, layout)], seed: seed)
            dump.errorsPerMillion = errorsPerMillion
            dump.badBlocks = 15
            try Data(try SyntheticDump(dump).bytes).write(to: URL(fileURLWithPath: path))
            var how = FlatImage.Plan(order: .interleaved, geometry: spec, origin: .given)
            how.marker = plan.marker ?? .standard(for: geometry)
            let image = try FlatImage(FileOpening.source(path: path), plan: how)
            func device(_ base: any PageSource) throws -> MTDDevice {
                MTDDevice(
                    BlockStore(base: base, marker: how.marker), plan: plan,
                    shape: try MTDShape(geometry, plan: plan, isWritable: true))
            }
            mapped = try device(image)
            read = try device(Unmapped(base: image))
            capacity = 2 * geometry.blockSize
            roomOfMapped = MTDRoom(for: mapped, capacity: capacity)
            roomOfRead = MTDRoom(for: read, capacity: capacity)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func compare(_ address: Int, _ count: Int, _ mode: ReadMode) throws {
            let ours = try mapped.readPieces(at: address, count: count, mode: mode, roomOfMapped)
            let bytes = ours.pieces.map { $0.flatMap { Array($0) } } ?? Array(ours.bytes)
            let theirs = try read.read(at: address, count: count, mode: mode, roomOfRead)
            #expect(theirs.pieces == nil && theirs.bytes.elementsEqual(bytes), "\(count) bytes at \(address)")
            let page = mapped.shape.writeSize
            if address % page == 0, count % page == 0 {
                #expect(ours.bitflips == theirs.bitflips && ours.isUncorrectable == theirs.isUncorrectable)
            } else {
                // Steps that nobody asked for do not count.
                #expect(ours.bitflips <= theirs.bitflips && (!ours.isUncorrectable || theirs.isUncorrectable))
            }
        }

        /// Does one thing to both.
        func change(_ random: inout SeededGenerator) {
            let shape = mapped.shape
            let block = Int.random(in: 0..<shape.size / shape.eraseSize, using: &random) * shape.eraseSize
            let page = block + Int.random(in: 0..<shape.eraseSize / shape.writeSize, using: &random) * shape.writeSize
            let bytes = random.bytes(shape.writeSize)
            let choice = Int.random(in: 0..<8, using: &random)
            for (device, room) in [(mapped, roomOfMapped), (read, roomOfRead)] {
                // Bad blocks refuse, both of them.
                switch choice {
                case 0...3: try? device.erase(at: block, count: shape.eraseSize)
                case 4: try? device.markBad(at: block)
                default:
                    bytes.withUnsafeBytes { try? device.program(at: page, $0, mode: .corrected, room) }
                }
            }
        }
    }

    static let layouts = [
        ("linux-bch4", "2048+64x16x24"), ("linux-hamming", "2048+64x16x24"), ("linux-hamming-small", "512+16x32x24"),
        ("omap-bch8", "2048+64x16x24"), ("qualcomm-bch8", "2048+128x16x24"),
    ]

    @Test(
        "gives what reading the file gives, between programs, erases and looks ahead", arguments: layouts, [0, 30, 500])
    func same(layout: (String, String), errors: Int) throws {
        let bench = try Bench(layout.0, layout.1, seed: UInt64(errors) + 5, errorsPerMillion: errors)
        var random = SeededGenerator(seed: 11)
        let (size, page) = (bench.mapped.shape.size, bench.mapped.shape.writeSize)
        for round in 0..<600 {
            if round > 200, round % 5 == 0 { bench.change(&random) }
            let isAligned = Bool.random(using: &random)
            var address = Int.random(in: 0..<size, using: &random)
            var count = Int.random(in: 1...(Bool.random(using: &random) ? 64 : bench.capacity), using: &random)
            if isAligned { (address, count) = (address / page * page, max(1, count / page) * page) }
            count = min(count, size - address)
            if round % 3 == 0 {
                var rest = Int.random(in: 0..<8, using: &random)
                bench.mapped.lookAhead(at: address, count: bench.capacity, bench.roomOfMapped) {
                    rest -= 1
                    return rest >= 0
                }
                if round % 6 == 0 { bench.change(&random) }
            }
            try bench.compare(address, count, round % 7 == 0 ? .raw : .corrected)
        }
    }

    @Test("clean pages are lent from where they lie, and none is where a block has changed")
    func lent() throws {
        let bench = try Bench("linux-bch4", "2048+64x16x4", seed: 1, errorsPerMillion: 0)
        let got = try bench.mapped.readPieces(at: 0, count: 32768, mode: .corrected, bench.roomOfMapped)
        #expect(got.pieces?.count == 16)
        try bench.mapped.erase(at: 0, count: 32768)
        let after = try bench.mapped.readPieces(at: 0, count: 32768, mode: .corrected, bench.roomOfMapped)
        #expect(after.pieces == nil && after.bytes.allSatisfy { $0 == 0xFF })
        let next = try bench.mapped.readPieces(at: 32768, count: 2048, mode: .corrected, bench.roomOfMapped)
        #expect(next.pieces?.count == 1)
    }

    @Test("a wrong bit beside the bytes that were asked for does not count; one among them does")
    func steps() throws {
        let bench = try Bench("linux-bch4", "2048+64x16x4", seed: 1, errorsPerMillion: 0)
        let file = try #require(FileHandle(forUpdatingAtPath: bench.path))
        let byte = try #require(try file.read(upToCount: 600)?.last)
        try file.seek(toOffset: 599)
        try file.write(contentsOf: Data([byte ^ 4]))
        func flips(_ address: Int, _ count: Int) throws -> Int {
            try bench.mapped.readPieces(at: address, count: count, mode: .corrected, bench.roomOfMapped).bitflips
        }
        #expect(try flips(0, 512) == 0 && flips(1024, 1024) == 0)
        #expect(try flips(600, 1) == 1 && flips(511, 2) == 1 && flips(0, 2048) == 1 && flips(0, 4096) == 1)
        try bench.compare(512, 512, .corrected)
    }

    @Test(
        "a file that becomes shorter under us is an error, before and after it was looked at", arguments: [true, false])
    func shorter(wasMapped: Bool) throws {
        let bench = try Bench("linux-bch4", "2048+64x16x8", seed: 3, errorsPerMillion: 0)
        if wasMapped { try bench.compare(0, 2048, .corrected) }
        let file = try #require(FileHandle(forUpdatingAtPath: bench.path))
        try file.truncate(atOffset: 8192)
        for address in [5 * 32768, 6 * 32768 + 2048] {
            #expect(throws: IOFailure.self) {
                try bench.mapped.read(at: address, count: 4096, mode: .corrected, bench.roomOfMapped)
            }
        }
        // What is left is read from the file then.
        try bench.compare(2048, 2048, .corrected)
    }
}
