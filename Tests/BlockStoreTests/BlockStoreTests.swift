// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import TestKit
import Testing

@Suite("The block store")
struct BlockStoreTests {
    @Test("shows its base as it is until something changes", arguments: 0..<10)
    func untouched(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let geometry = try RandomChip.geometry(&random, maxBytes: 1 << 17)
        let base = try RandomChip.device(geometry, &random)
        let store = BlockStore(base: base, marker: .standard(for: geometry))
        try Conformance.check(source: store)
        #expect(try Snapshot(store) == Snapshot(base))
        #expect(store.changedUnits == 0)
    }

    @Test("programs and erases as a chip does", arguments: ["512+16x8x6", "nor:4Kx4", "nor:24x5", "2048x4x3"])
    func operations(shape: String) throws {
        let spec = try GeometrySpec(parsing: shape)
        let geometry = try spec.geometry(blockCount: spec.blockCount ?? 1)
        var random = SeededGenerator(seed: 11)
        let store = BlockStore(blank: geometry)
        try Conformance.check(device: store, steps: 300, &random)
        try Conformance.check(source: store)
    }

    @Test("keeps changes beside the base and leaves the base alone", arguments: 0..<10)
    func overlay(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let geometry = try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 8, blockCount: 12)
        let base = try RandomChip.device(geometry, &random)
        let before = try Snapshot(base)
        let store = BlockStore(base: base, marker: .standard(for: geometry))
        var expected = before
        for _ in 0..<30 {
            let number = Int.random(in: 0..<geometry.blockCount, using: &random)
            guard try !store.isBad(BlockNumber(number)) else { continue }
            if random.chance(30) {
                try store.erase(BlockNumber(number))
                for page in geometry.pages(of: BlockNumber(number)) {
                    expected.pages[page.rawValue] = Snapshot.Page(
                        state: .erased, data: .init(repeating: 0xFF, count: 512), oob: .init(repeating: 0xFF, count: 16)
                    )
                }
            } else {
                let page = number * 8 + Int.random(in: 0..<8, using: &random)
                let old = expected.pages[page]
                let data = random.bytes(512)
                let oob = random.bytes(16)
                try store.program(PageNumber(page), data: data, oob: oob)
                let was =
                    old.isHeld
                    ? old
                    : Snapshot.Page(
                        state: .erased, data: .init(repeating: 0xFF, count: 512), oob: .init(repeating: 0xFF, count: 16)
                    )
                expected.pages[page] = Snapshot.Page(
                    state: .programmed, data: zip(was.data, data).map { $0 & $1 },
                    oob: zip(was.oob, oob).map { $0 & $1 })
            }
        }
        #expect(try Snapshot(store).firstDifference(from: expected) == nil)
        #expect(try Snapshot(base) == before)
        try Conformance.check(source: store)
    }

    @Test("marks a block in its OOB, and for good")
    func marks() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 4)
        let store = BlockStore(blank: geometry)
        try store.markBad(BlockNumber(2))
        #expect(try store.isBad(BlockNumber(2)))
        let snapshot = try Snapshot(store)
        #expect(snapshot.pages[128].oob[0] == 0 && snapshot.pages[129].oob[0] == 0)
        #expect(snapshot.pages[128..<192].allSatisfy { $0.state == .bad })
        #expect(throws: FlashError(.badBlock, "")) { try store.erase(BlockNumber(2)) }
    }

    @Test("an erased block costs nothing")
    func erasedIsFree() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 64)
        let store = BlockStore(blank: geometry)
        try store.program(PageNumber(70), data: [UInt8](repeating: 0, count: 2048), oob: nil)
        #expect(store.changedUnits == 1)
        try store.erase(BlockNumber(1))
        #expect(store.changedUnits == 0)
    }
}
