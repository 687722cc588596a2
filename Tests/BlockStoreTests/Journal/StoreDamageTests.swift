// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import SystemPackage
import TestKit
import Testing

@testable import BlockStore

@Suite("A store that was cut, changed or filled up")
struct StoreDamageTests {
    /// A store of more than 64 KiB, with the numbers of its records by where they end.
    private func sample(seed: UInt64 = 3, steps: Int = 700) throws -> (StoreModel, ends: [(offset: Int, sequence: Int)])
    {
        var random = SeededGenerator(seed: seed)
        let geometry = try Geometry(pageSize: 256, oobSize: 16, pagesPerBlock: 8, blockCount: 6)
        var model = try StoreModel(geometry, &random, records: 90)
        for _ in 0..<steps { try model.step(&random) }
        return (model, try Self.ends(model.file.bytes))
    }

    static func ends(_ bytes: [UInt8]) throws -> [(offset: Int, sequence: Int)] {
        let history = try StoreHistory(MemoryJournalFile(bytes))
        let walker = history.walker(from: history.header.description.journal)
        var ends = [(offset: history.header.description.journal, sequence: 0)]
        while case .record(let record, _) = try walker.next() { ends.append((walker.offset, record.sequence)) }
        return ends
    }

    @Test("cut at any byte of its last 64 KiB it opens, with every whole record and a word of what it dropped")
    func cuts() throws {
        let (model, ends) = try sample()
        let bytes = model.file.bytes
        #expect(bytes.count > 65536 + 4096)
        var last = ends.count - 1
        for size in stride(from: bytes.count, through: bytes.count - 65536, by: -1) {
            while ends[last].offset > size { last -= 1 }
            let file = MemoryJournalFile(Array(bytes.prefix(size)))
            let history = try StoreHistory(file)
            #expect(history.head == ends[last].sequence)
            #expect(history.end == ends[last].offset)
            let dropped = size - ends[last].offset
            #expect(history.tail?.size ?? 0 == dropped)
            #expect(history.tail?.isDamage != true)
            guard size % 97 == 0 else { continue }
            // Now and then the whole way: a writer opens it, goes on, and the state is that of the last whole record.
            if let state = model.states[ends[last].sequence] {
                #expect(try model.state(file.bytes, at: history.head).firstDifference(from: state) == nil)
            }
            let store = try JournaledStore(file, base: model.base, marker: nil)
            #expect(store.dropped?.size ?? 0 == dropped)
            try store.sync()
            #expect(try StoreHistory(file).tail == nil)
        }
    }

    @Test("a byte that was changed is found, wherever it is, and its record is named")
    func flips() throws {
        let (model, ends) = try sample(seed: 5, steps: 150)
        let bytes = model.file.bytes
        let start = ends[0].offset
        for offset in stride(from: start, to: bytes.count, by: 61) {
            var changed = bytes
            changed[offset] ^= 0x10
            let index = try #require(ends.firstIndex { $0.offset > offset })
            let check = try StoreCheck(MemorySource(changed))
            if let damage = check.damages.first {
                #expect(damage.sequences == ends[index].sequence...ends[index].sequence)
                #expect(damage.offset == ends[index - 1].offset)
            } else {
                #expect(check.tail?.sequence == ends[index].sequence)
            }
            // No state is told that never was.
            for point in model.states.keys where point % 7 == 0 {
                guard let state = try? model.state(changed, at: point) else { continue }
                #expect(state.firstDifference(from: try #require(model.states[point])) == nil)
            }
        }
    }

    @Test("a byte that was changed in the header is found")
    func header() throws {
        let bytes = try sample(seed: 5, steps: 20).0.file.bytes
        for offset in 0..<4096 where !(64..<128).contains(offset) {
            var changed = bytes
            changed[offset] ^= 0x04
            #expect(throws: (any Error).self) { try StoreHistory(MemoryJournalFile(changed)) }
        }
        for offset in 64..<128 {
            var changed = bytes
            changed[offset] ^= 0x04
            #expect(try StoreHistory(MemoryJournalFile(changed)).head == StoreHistory(MemoryJournalFile(bytes)).head)
        }
        var newer = bytes
        newer[8] = 2
        #expect(throws: StoreError(.version, "")) { try StoreHistory(MemoryJournalFile(newer)) }
    }

    @Test("when every write from the Nth on fails, what was acknowledged is there", arguments: [0, 1, 31, 200])
    func failures(written: Int) throws {
        let geometry = try Geometry(pageSize: 256, oobSize: 16, pagesPerBlock: 8, blockCount: 6)
        var n = 1
        while true {
            var random = SeededGenerator(seed: 9)
            let base = try RandomChip.device(geometry, &random)
            let file = MemoryJournalFile(StoreModel.empty(geometry), failsFrom: n, written: written)
            let store = try JournaledStore(
                file, base: base, marker: nil, interval: CheckpointInterval(records: 10))
            let overlay = BlockStore(base: base, marker: nil)
            var synced = 0
            var failed = false
            for step in 0..<60 {
                let page = PageNumber(Int.random(in: 0..<geometry.pageCount, using: &random))
                let bits = random.bytes(geometry.rawPageSize)
                do {
                    if step % 7 == 6 {
                        try store.sync()
                        synced = store.sequence
                    } else {
                        try bits.withUnsafeBytes { try store.program(PageRange(from: page, count: 1), bits: $0) }
                        try bits.withUnsafeBytes { try overlay.program(PageRange(from: page, count: 1), bits: $0) }
                    }
                } catch let error as IOFailure {
                    #expect(!failed && (error.errno == .noSpace || error.errno == .ioError))
                    failed = true
                } catch let error as FlashError {
                    // It goes on read-only.
                    #expect(store.failure != nil && error == FlashError(.readOnly, ""))
                    failed = true
                }
            }
            let expected = try Snapshot(overlay)
            #expect(try Snapshot(store).firstDifference(from: expected) == nil)
            for bytes in [file.bytes, file.durable] where !bytes.isEmpty {
                let again = try JournaledStore(MemoryJournalFile(bytes), base: base, marker: nil)
                #expect(again.sequence >= synced)
                if bytes == file.bytes { #expect(try Snapshot(again).firstDifference(from: expected) == nil) }
            }
            guard failed || n <= file.calls else { break }
            n += 1
        }
        #expect(n > 60)
    }
}
