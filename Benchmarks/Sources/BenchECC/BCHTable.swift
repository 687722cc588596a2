// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC

extension BenchECC {
    /// A code to measure, and the speeds in `lib/bch.c` that the project has set itself, one a kernel.
    private struct Row {
        let m: Int
        let polynomial: UInt32
        let strength: Int
        let stepBytes: Int
        let goals: [Double]
    }

    private static let rows = [
        Row(m: 13, polynomial: 0x201b, strength: 4, stepBytes: 512, goals: [3.5, 15, 45]),
        Row(m: 13, polynomial: 0x201b, strength: 8, stepBytes: 512, goals: [3.5, 8, 28]),
        Row(m: 14, polynomial: 0x402b, strength: 24, stepBytes: 1024, goals: [3, 6, 20]),
        Row(m: 14, polynomial: 0x402b, strength: 40, stepBytes: 1024, goals: [3, 5, 18]),
    ]

    func printBCH() throws {
        print("== BCH on data in the second-level cache, x lib/bch.c, medians of \(bursts); GB/s of the best tenth")
        for row in Self.rows {
            for (kernel, goal) in zip(Self.kernels, row.goals) {
                let work = try BCHWork(
                    library: library, m: row.m, polynomial: row.polynomial, strength: row.strength,
                    stepBytes: row.stepBytes, acceleration: kernel.acceleration)
                let check = Alternation(bursts: bursts).compare({ work.check() }, with: { work.checkByKernel() })
                let encode = Alternation(bursts: bursts).compare({ work.encode() }, with: { work.encodeByKernel() })
                let name = "m\(row.m) t\(row.strength), \(row.stepBytes) bytes"
                for (what, outcome) in [("check", check), ("encode", encode)] {
                    print(
                        pad(name, 20), pad(kernel.name, 9), pad(what, 7), "x", pad(twoDigits(outcome.ratio), 7),
                        pad("goal \(twoDigits(goal))", 11), outcome.ratio >= goal ? "  " : "- ",
                        pad(twoDigits(Double(work.bytes) / outcome.ours / 1e9), 6), "bch.c",
                        twoDigits(Double(work.bytes) / outcome.theirs / 1e9))
                }
            }
        }
    }
}
