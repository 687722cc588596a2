// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Inspect
import TestKit
import Testing

@Suite("Blocks by state")
struct BlockStateTests {
    private func runs(_ source: any PageSource) throws -> [BlockStateSequence.Run] {
        var sequence = try BlockStateSequence(source)
        var runs: [BlockStateSequence.Run] = []
        while let run = try sequence.next() { runs.append(run) }
        return runs
    }

    @Test("what is known of a part comes first, and unknown never passes for erased")
    func precedence() throws {
        let device = MemoryDevice(
            geometry: try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 4, blockCount: 7))
        let bytes = [UInt8](repeating: 0, count: 528)
        device.set(unitAt: PageNumber(1), state: .missing, bytes: nil)  // block 0: missing
        device.set(unitAt: PageNumber(5), state: .missing, bytes: nil)  // block 1: unreadable
        device.set(unitAt: PageNumber(6), state: .unreadable, bytes: bytes)
        device.set(unitAt: PageNumber(9), state: .unreadable, bytes: bytes)  // block 2: data
        device.set(unitAt: PageNumber(11), state: .programmed, bytes: bytes)
        try device.markBad(BlockNumber(4))
        for page in 20..<24 { device.set(unitAt: PageNumber(page), state: .missing, bytes: nil) }
        let states = try runs(device).flatMap { run in run.blocks.map { _ in run.state } }
        #expect(states == [.missing, .unreadable, .programmed, .erased, .bad, .missing, .erased])
        #expect(try runs(device).map(\.isHeld) == [true, true, true, true, true, false, true])
    }

    @Test("random chips: as each block says for itself, in runs that cannot be joined")
    func property() throws {
        func rank(_ state: PageState) -> Int {
            [.erased, .missing, .unreadable, .programmed, .bad].firstIndex(of: state) ?? -1
        }
        for seed in 0..<80 {
            var random = SeededGenerator(seed: UInt64(seed))
            let geometry = try RandomChip.geometry(&random, maxBytes: 1 << 17)
            let device = try RandomChip.device(geometry, &random)
            let runs = try runs(device)
            let pages = try Snapshot(device).pages
            var next = BlockNumber(0)
            for (index, run) in runs.enumerated() {
                #expect(run.blocks.lowerBound == next && !run.blocks.isEmpty)
                next = run.blocks.upperBound
                if index > 0 { #expect(runs[index - 1].state != run.state || runs[index - 1].isHeld != run.isHeld) }
                for block in run.blocks {
                    let own = geometry.pages(of: block).map { pages[$0.rawValue] }
                    #expect(own.map(\.state).max { rank($0) < rank($1) } == run.state)
                    #expect(own.contains { $0.isHeld } == run.isHeld)
                }
            }
            #expect(next.rawValue == geometry.blockCount)
        }
    }

    @Test("a chip without blocks has none")
    func empty() throws {
        let source = BlankSource(
            geometry: try Geometry(pageSize: 512, oobSize: 0, pagesPerBlock: 4, blockCount: 0))
        #expect(try runs(source).isEmpty)
    }
}
