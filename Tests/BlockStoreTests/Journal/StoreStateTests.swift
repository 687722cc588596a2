// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@testable import BlockStore

@Suite("A store's states")
struct StoreStateTests {
    static let shapes = ["64+8x4x6", "256+0x6x4", "512+16x8x3", "nor:24x5"]

    private func geometry(_ shape: String) throws -> Geometry {
        let spec = try GeometrySpec(parsing: shape)
        return try spec.geometry(blockCount: spec.blockCount ?? 1)
    }

    @Test("state N is that of a plain model, for every N, and after compaction", arguments: shapes, 0..<8)
    func everyPoint(shape: String, seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &* 977 &+ UInt64(shape.count))
        var model = try StoreModel(geometry(shape), &random, records: [7, 40, 1000][seed % 3])
        for _ in 0..<250 { try model.step(&random) }
        let bytes = model.file.bytes
        for (point, state) in model.states {
            let difference = try model.state(bytes, at: point).firstDifference(from: state)
            #expect(difference == nil, "state \(point): \(difference ?? "")")
        }
        #expect(
            try Snapshot(model.store).firstDifference(from: try #require(model.states[model.store.sequence])) == nil)
        try Conformance.check(source: model.store)

        let history = try StoreHistory(MemoryJournalFile(bytes))
        var header = history.header
        header.description.compacted = history.head
        let compact = MemoryJournalFile(header.encoded())
        try Compaction(history: history, base: model.base).write(to: compact)
        let again = try StoreHistory(compact)
        let last = try #require(model.states[history.head])
        #expect(try model.state(compact.bytes, at: again.head).firstDifference(from: last) == nil)
        #expect(try model.state(compact.bytes, at: history.head).firstDifference(from: last) == nil)
        for (name, target) in model.marks {
            #expect(try again.point(name) == target)
            let state = try #require(model.states[target])
            #expect(try model.state(compact.bytes, at: target).firstDifference(from: state) == nil, "\(name)")
        }
        #expect(throws: UsageError.self) { try again.point("no-such-mark") }
    }

    @Test("programs and erases as a chip does", arguments: shapes)
    func operations(shape: String) throws {
        let geometry = try geometry(shape)
        var random = SeededGenerator(seed: 11)
        let file = MemoryJournalFile(StoreModel.empty(geometry))
        let store = try JournaledStore(
            file, base: BlankSource(geometry: geometry), marker: .standard(for: geometry))
        try Conformance.check(device: store, steps: 300, &random)
        try Conformance.check(source: store)
    }

    @Test("memory is that of changed pages, and a page programmed often is read from few records")
    func chains() throws {
        let geometry = try geometry("64+8x4x6")
        let file = MemoryJournalFile(StoreModel.empty(geometry))
        let store = try JournaledStore(file, base: BlankSource(geometry: geometry), marker: nil)
        let bits = [UInt8](repeating: 0xFE, count: 72)
        for _ in 0..<100 {
            try bits.withUnsafeBytes { try store.program(PageRange(from: PageNumber(5), count: 1), bits: $0) }
        }
        let entry = try #require(store.state.index.block(BlockNumber(1))?.unit(1))
        #expect(entry.depth <= UnitEntry.maxDepth)
        #expect(store.state.index.blocks() == [BlockNumber(1)])
        #expect(try Snapshot(store).pages[5].data == [UInt8](repeating: 0xFE, count: 64))
    }
}
