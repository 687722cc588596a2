// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import SystemPackage
import TestKit
import Testing

@testable import BlockStore

@Suite("A trace as a file")
struct TraceFileTests {
    private struct Entry: Equatable {
        var operation: TraceOperation
        var content: [UInt8]
    }

    private static let shapes = ["512+16x8x6", "2048+64x64x3", "nor:4Kx4"]

    /// Operations of all kinds, well done and failed.
    private func entries(_ geometry: Geometry, _ random: inout SeededGenerator, _ count: Int) -> [Entry] {
        (1...count).map { number in
            let kind = TraceOperation.Kind.allCases.randomElement(using: &random) ?? .read
            let block = BlockNumber(Int.random(in: 0..<geometry.blockCount, using: &random))
            let all = geometry.pages(of: block)
            let first = Int.random(in: 0..<all.count, using: &random)
            let few = PageRange(
                from: all.lowerBound.advanced(by: first),
                count: Int.random(in: 1...min(9, all.count - first), using: &random))
            var operation: TraceOperation
            switch kind {
            case .read, .program: operation = TraceOperation(kind, few)
            case .fault: operation = TraceOperation(kind, PageRange(from: few.lowerBound, count: 1))
            case .erase, .markBad: operation = TraceOperation(kind, all)
            case .sync: operation = TraceOperation(kind, PageRange(from: PageNumber(0), count: 0))
            }
            operation.sequence = number
            operation.time = 1 + random.next() >> 8
            operation.latency = random.next() >> UInt64.random(in: 8..<60, using: &random)
            if random.chance(20) || kind == .fault { operation.text = "what went wrong, no. \(number)\n" }
            if random.chance(20) { operation.outcome = TraceOutcome.allCases.randomElement(using: &random) ?? .done }
            var size = 0
            if kind == .program { size = few.count * geometry.rawPageSize }
            if kind == .read, operation.outcome == .done { size = 4 * geometry.unitCount(of: few) }
            return Entry(operation: operation, content: random.bytes(size))
        }
    }

    private func write(_ entries: [Entry], _ geometry: Geometry, to file: MemoryJournalFile) throws -> TraceWriter {
        let writer = try TraceWriter(file, geometry: geometry, image: "dump 1.bin", filters: ["faults,seed=1,eio"])
        for entry in entries { entry.content.withUnsafeBytes { writer.append(entry.operation, content: $0) } }
        return writer
    }

    private func read(_ bytes: [UInt8]) throws -> (entries: [Entry], tail: StoreTail?) {
        var found: [Entry] = []
        let tail = try TraceFile(MemorySource(bytes)).forEach { operation, content in
            var operation = operation
            #expect(operation.fileOffset >= 4096)
            operation.fileOffset = 0
            found.append(Entry(operation: operation, content: [UInt8](content)))
            return true
        }
        return (found, tail)
    }

    private func geometry(_ shape: String) throws -> Geometry {
        let spec = try GeometrySpec(parsing: shape)
        return try spec.geometry(blockCount: spec.blockCount ?? 1)
    }

    @Test("says what was written into it", arguments: shapes)
    func roundTrip(_ shape: String) throws {
        var random = SeededGenerator(seed: 11)
        let geometry = try geometry(shape)
        let (file, wanted) = (MemoryJournalFile(), entries(geometry, &random, 300))
        let writer = try write(wanted, geometry, to: file)
        writer.flush()
        #expect(writer.failure == nil)
        let found = try read(file.bytes)
        #expect(found.entries == wanted && found.tail == nil)
        let trace = try TraceFile(MemorySource(file.bytes))
        #expect(trace.geometry == geometry && trace.image == "dump 1.bin" && trace.filters == ["faults,seed=1,eio"])
    }

    @Test("cut at any byte it says all that is whole, and that it was cut")
    func cuts() throws {
        var random = SeededGenerator(seed: 12)
        let geometry = try geometry("512+16x8x6")
        let (file, wanted) = (MemoryJournalFile(), entries(geometry, &random, 60))
        try write(wanted, geometry, to: file).flush()
        let bytes = file.bytes
        var longest = wanted.count
        for size in stride(from: bytes.count, to: 0, by: -1) {
            let cut = Array(bytes.prefix(size))
            guard let found = try? read(cut) else {
                #expect(size < 8192, "\(size)")
                continue
            }
            #expect(found.entries == Array(wanted.prefix(found.entries.count)))
            #expect(found.entries.count <= longest)
            longest = found.entries.count
        }
        #expect(longest == 0)
    }

    @Test("with a byte changed it ends there, and says so")
    func flips() throws {
        var random = SeededGenerator(seed: 13)
        let geometry = try geometry("512+16x8x6")
        let (file, wanted) = (MemoryJournalFile(), entries(geometry, &random, 40))
        try write(wanted, geometry, to: file).flush()
        for offset in stride(from: 0, to: file.bytes.count, by: 7) {
            var bytes = file.bytes
            bytes[offset] ^= UInt8.random(in: 1...255, using: &random)
            var found: [Entry] = []
            var told = false
            do {
                told =
                    try TraceFile(MemorySource(bytes)).forEach { operation, content in
                        var operation = operation
                        operation.fileOffset = 0
                        found.append(Entry(operation: operation, content: [UInt8](content)))
                        return true
                    } != nil
            } catch { told = true }
            #expect(found == Array(wanted.prefix(found.count)), "\(offset)")
            // Slots of the header are not a trace's, nor is its minor version anybody's.
            #expect(told || found.count == wanted.count && (64..<128).contains(offset), "\(offset)")
        }
    }

    @Test("a full disk ends the recording, and what was asked is counted")
    func fullDisk() throws {
        var random = SeededGenerator(seed: 14)
        let geometry = try geometry("2048+64x64x3")
        let wanted = entries(geometry, &random, 400)
        for first in 2...6 {
            for written in [0, 1000] {
                let file = MemoryJournalFile(failsFrom: first, written: written)
                let writer = try write(wanted, geometry, to: file)
                writer.flush()
                let failure = try #require(writer.failure)
                #expect(failure.error.errno == .noSpace)
                let found = try read(file.bytes).entries
                #expect(found == Array(wanted.prefix(found.count)))
                // This disk does not let the end be cut off: whole records of a write that failed are still there.
                let sum = found.count + failure.lost
                #expect(written == 0 ? sum == wanted.count : sum >= wanted.count)
            }
        }
    }

    @Test("a store is no trace, a trace no store, and both say what they are")
    func others() throws {
        let geometry = try geometry("512+16x8x6")
        let file = MemoryJournalFile()
        try write([], geometry, to: file).flush()
        let refused = #expect(throws: FormatError.self) { try StoreHistory(file) }
        #expect(refused?.hint?.contains("trace show") == true)
        let other = #expect(throws: FormatError.self) { try TraceFile(MemorySource(StoreModel.empty(geometry))) }
        #expect(other?.hint?.contains("store log") == true)
        var later = file.bytes
        later[8] = 2
        #expect(throws: StoreError.self) { try TraceFile(MemorySource(later)) }
        #expect(throws: FormatError.self) { try TraceFile(MemorySource([])) }
    }

    @Test("records of a later version are passed over, in a store too")
    func later() throws {
        var random = SeededGenerator(seed: 15)
        var model = try StoreModel(try geometry("512+16x8x6"), &random)
        for _ in 0..<30 { try model.step(&random) }
        let head = model.store.sequence
        let before = try Snapshot(model.store)
        try model.store.note(.later, "something new", at: 7)
        try model.reopen(closing: false)
        #expect(model.store.sequence == head + 1)
        #expect(try Snapshot(model.store).firstDifference(from: before) == nil)
    }
}
