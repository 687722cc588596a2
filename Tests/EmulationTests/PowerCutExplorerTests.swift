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

@Suite("Exploring power cuts")
struct PowerCutExplorerTests {
    private let chip: CutStore
    private let cuts: [PowerCut]

    init() throws {
        var random = SeededGenerator(seed: 11)
        chip = try CutStore("512+16x8x6", &random)
        for _ in 0..<60 { try chip.step(&random) }
        try chip.close()
        cuts = try PowerCutSelection(points: [], tears: ["none,half"]).cuts(of: chip.cursor(), seed: 0)
    }

    private struct Stop: Error {}

    /// The numbers of the cuts told of, and how often one was looked at.
    private func explore(
        jobs: Int, stops: Bool = true, _ look: @escaping @Sendable (Int, () -> Bool) throws -> Bool
    ) throws -> (told: [Int], looked: Int) {
        let (cuts, looked) = (cuts, Counter())
        let explorer = PowerCutExplorer<Bool>(
            PowerCutStates(try chip.cursor(), seed: 0), cuts: cuts, stopsAtFailure: stops, isFailure: { $0 }
        ) { cut, _, isWanted in
            looked.add()
            return try look(cuts.firstIndex(of: cut) ?? -1, isWanted)
        }
        var told: [Int] = []
        try explorer.run(jobs: jobs) { told.append(cuts.firstIndex(of: $0.cut) ?? -1) }
        return (told, looked.count)
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func add() { value.withLock { $0 += 1 } }
    }

    @Test("tells of all in their order", arguments: [1, 4, 100])
    func order(jobs: Int) throws {
        let result = try explore(jobs: jobs) { index, _ in
            // Later ones are done first.
            if index % 7 == 0 { for _ in 0..<1000 { sched_yield() } }
            return false
        }
        #expect(result.told == Array(cuts.indices))
        #expect(result.looked == cuts.count)
    }

    @Test("ends with the first failure in their order, whichever is found first", arguments: [1, 4])
    func first(jobs: Int) throws {
        let (later, result) = (Counter(), Counter())
        let told = try explore(jobs: jobs) { index, isWanted in
            // With more than one at a time, the later failure is found before the earlier one.
            if index == 8 { while jobs > 1, later.count == 0 { sched_yield() } }
            if index == 10 { later.add() }
            if index > 10, jobs > 1 { while isWanted() { sched_yield() } }
            result.add()
            return index == 8 || index == 10
        }.told
        #expect(told == Array(0...8))
    }

    @Test("goes on after failures when told to", arguments: [1, 4])
    func keepGoing(jobs: Int) throws {
        #expect(try explore(jobs: jobs, stops: false) { index, _ in index % 3 == 0 }.told == Array(cuts.indices))
    }

    @Test("what looking throws ends it, once those before it are told", arguments: [1, 4])
    func throwing(jobs: Int) throws {
        #expect(throws: Stop.self) {
            _ = try explore(jobs: jobs, stops: false) { index, _ in
                if index >= 5 { throw Stop() }
                return false
            }
        }
    }
}
