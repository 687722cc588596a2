// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@testable import Emulation

@Suite("The same seed gives the same faults")
struct FaultDeterminismTests {
    private static let filter =
        "flip=1e-4,burst=2,rate=1%,stuck@block:3=1,disturb=1e-6,neighbours=1e-5,lie=2%,torn=3%,torn=5%,tear=prefix,on=erase,eio=1%,programfail=1%,erasefail=2%,grownbad@block:7,after=20"

    /// What came of a workload: contents, and results of the operations of each block in their order.
    private struct Outcome: Equatable {
        var chip: Snapshot
        var reads: [[UInt8]]
        var counts: [Int]
    }

    /// Blocks have their operations in their order, and threads share the blocks out.
    private func run(threads: Int, seed: Int) throws -> Outcome {
        let chip = try FaultyChip("faults,seed=\(seed),\(Self.filter)")
        let reads = Reads()
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for block in stride(from: thread, to: 16, by: threads) { reads.set(block, Self.work(on: chip, block)) }
        }
        return Outcome(chip: try Snapshot(chip.base), reads: reads.all, counts: chip.device.counters.map(\.count))
    }

    private final class Reads: @unchecked Sendable {
        private let lock = NSLock()
        private var list = [[UInt8]](repeating: [], count: 16)
        var all: [[UInt8]] { lock.withLock { list } }
        func set(_ block: Int, _ bytes: [UInt8]) { lock.withLock { list[block] = bytes } }
    }

    /// Everything that was read, and a byte for each failure.
    private static func work(on chip: FaultyChip, _ block: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(block))
        var out: [UInt8] = []
        for _ in 0..<120 {
            let page = block * 8 + Int.random(in: 0..<8, using: &random)
            do {
                switch Int.random(in: 0..<10, using: &random) {
                case 0: try chip.erase(block)
                case 1...3: try chip.program(page, UInt8.random(in: 0...255, using: &random))
                default: out += try chip.read(page)
                }
            } catch {
                out.append(0xEE)
            }
        }
        return out
    }

    @Test("twice, and with one thread or four")
    func threads() throws {
        let one = try run(threads: 1, seed: 42)
        #expect(try run(threads: 1, seed: 42) == one)
        #expect(try run(threads: 4, seed: 42) == one)
        #expect(one.counts.allSatisfy { $0 > 0 }, "every fault happened: \(one.counts)")
        #expect(try run(threads: 1, seed: 43) != one)
    }
}
