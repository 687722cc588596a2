// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Emulation

@Suite("What was recorded, done again")
struct ReplayTests {
    private static let faults = "faults,seed=5,flip=1e-4,lie=2%,torn=3%,eio=2%,programfail=1%,erasefail=2%,disturb=1e-6"

    /// A filter in which nothing happens.
    private static let none = "faults,programfail,after=1000000"

    /// Blocks have their operations in their order, and threads share the blocks out.
    private func work(on device: any FlashDevice, threads: Int, seed: UInt64) {
        let blocks = device.geometry.blockCount
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for block in stride(from: thread, to: blocks, by: threads) {
                var random = SeededGenerator(seed: seed &+ UInt64(block))
                for _ in 0..<80 { try? step(device, BlockNumber(block), &random) }
            }
        }
    }

    private func step(_ device: any FlashDevice, _ block: BlockNumber, _ random: inout SeededGenerator) throws {
        let geometry = device.geometry
        let pages = geometry.pages(of: block)
        let first = Int.random(in: 0..<pages.count, using: &random)
        let count = Int.random(in: 1...min(5, pages.count - first), using: &random)
        let some = PageRange(from: pages.lowerBound.advanced(by: first), count: count)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: try device.erase(block)
        case 1: if random.chance(5) { try device.markBad(block) }
        case 2: try device.sync()
        case 3..<10:
            try random.bytes(count * geometry.rawPageSize).withUnsafeBytes { try device.program(some, bits: $0) }
        default:
            let buffer = PageBuffer(geometry: geometry, capacity: count)
            try device.readAll(some, into: buffer, using: PageBuffer(geometry: geometry, capacity: count))
        }
    }

    private func record(_ shape: String, threads: Int, _ file: TemporaryFile) throws -> (TraceFile, FaultyChip) {
        let chip = try FaultyChip(Self.faults, shape, fill: 0x5A)
        let writer = try TraceWriter(
            path: file.path, geometry: chip.base.geometry, image: "x", filters: [Self.faults])
        work(on: Recorder(chip.device, to: writer), threads: threads, seed: 77)
        writer.flush()
        return (try TraceFile(try FileOpening.source(path: file.path)), chip)
    }

    private func replay(_ trace: TraceFile, on device: any FlashDevice, until: Int = .max) throws -> (
        Replay.Result, [Replay.Difference]
    ) {
        var differences: [Replay.Difference] = []
        let result = try Replay(trace, on: device, reads: true).run(until: until) { differences.append($1) }
        return (result, differences)
    }

    @Test(
        "the same faults make the same of it, from one thread or four",
        arguments: [("512+16x8x16", 1), ("512+16x8x16", 4), ("2048+64x16x6", 4), ("nor:4Kx5", 2)])
    func same(_ shape: String, _ threads: Int) throws {
        let file = TemporaryFile()
        let (trace, chip) = try record(shape, threads: threads, file)
        let again = try FaultyChip(Self.faults, shape, fill: 0x5A)
        let (result, differences) = try replay(trace, on: again.device)
        #expect(differences == [] && result.differences == 0 && result.tail == nil)
        #expect(try Snapshot(again.base).firstDifference(from: Snapshot(chip.base)) == nil)
        for kind: TraceOperation.Kind in [.read, .program, .erase, .sync] { #expect(result.counts[kind] ?? 0 > 5) }
        #expect(result.counts.values.reduce(0, +) == result.last)

        // Without them, and with others, something differs.
        let plain = try FaultyChip(Self.none, shape, fill: 0x5A)
        #expect(try replay(trace, on: plain.device).1.count > 5)
        let others = try FaultyChip(Self.faults.replacing("seed=5", with: "seed=6"), shape, fill: 0x5A)
        #expect(try replay(trace, on: others.device).1.count > 5)
    }

    @Test("up to any operation it is the chip of that moment")
    func until() throws {
        let file = TemporaryFile()
        let geometry = try FaultyChip(Self.none, "512+16x8x4").base.geometry
        let base = MemoryDevice(geometry: geometry)
        let writer = try TraceWriter(path: file.path, geometry: geometry, image: "x", filters: [])
        let recorder = Recorder(base, to: writer)
        var random = SeededGenerator(seed: 4)
        var states = [try Snapshot(base)]
        for _ in 0..<120 {
            try? step(recorder, BlockNumber(Int.random(in: 0..<4, using: &random)), &random)
            writer.flush()
            let last = try replay(try open(file), on: MemoryDevice(geometry: geometry)).0.last
            while states.count <= last { states.append(try Snapshot(base)) }
        }
        let trace = try open(file)
        for point in states.indices {
            let device = MemoryDevice(geometry: geometry)
            #expect(try replay(trace, on: device, until: point).0.last == point)
            #expect(try Snapshot(device).firstDifference(from: states[point]) == nil)
        }
    }

    private func open(_ file: TemporaryFile) throws -> TraceFile {
        try TraceFile(try FileOpening.source(path: file.path))
    }

    @Test("a bit that differs is told with its page, and nothing else is")
    func oneBit() throws {
        let file = TemporaryFile()
        let chip = try FaultyChip(Self.none, "512+16x8x4", fill: 0x33)
        let writer = try TraceWriter(path: file.path, geometry: chip.base.geometry, image: "x", filters: [])
        let recorder = Recorder(chip.base, to: writer)
        for page in 0..<32 { _ = try chip.read(page, of: recorder) }
        writer.flush()
        for place in [0, 511, 512, 527] {
            let other = try FaultyChip(Self.none, "512+16x8x4", fill: 0x33)
            var bytes = [UInt8](repeating: 0x33, count: 528)
            bytes[place] ^= 0x10
            other.base.set(unitAt: PageNumber(13), state: .programmed, bytes: bytes)
            let differences = try replay(try open(file), on: other.base).1
            #expect(differences.count == 1)
            guard case .content(PageNumber(13), let recorded, let found)? = differences.first else {
                Issue.record("\(differences)")
                continue
            }
            #expect(recorded == CRC32C.of([UInt8](repeating: 0x33, count: 528)) && found == CRC32C.of(bytes))
        }
    }

    @Test("a chip of another shape is refused, and a file that is there is not replaced")
    func refused() throws {
        let file = TemporaryFile()
        let (trace, _) = try record("512+16x8x4", threads: 1, file)
        let other = try FaultyChip(Self.none, "512+16x8x5")
        let error = #expect(throws: UsageError.self) { try Replay(trace, on: other.device, reads: true) }
        #expect(error?.message.contains("512+16x8x4") == true && error?.message.contains("512+16x8x5") == true)
        #expect(throws: UsageError.self) {
            try TraceWriter(path: file.path, geometry: other.base.geometry, image: "x", filters: [])
        }
    }

    @Test("latencies are those of the chip")
    func latency() throws {
        let file = TemporaryFile()
        let chip = try FaultyChip("faults,latency=program:3ms", "512+16x8x4")
        let writer = try TraceWriter(path: file.path, geometry: chip.base.geometry, image: "x", filters: [])
        let recorder = Recorder(chip.device, to: writer)
        let bits = [UInt8](repeating: 0, count: 528)
        try bits.withUnsafeBytes { try recorder.program(PageRange(from: PageNumber(3), count: 1), bits: $0) }
        writer.flush()
        var latencies: [UInt64] = []
        _ = try open(file).forEach { operation, _ in
            latencies.append(operation.latency)
            return true
        }
        #expect(latencies.count == 1 && latencies[0] >= 3_000_000, "\(latencies)")
    }
}
