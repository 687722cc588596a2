// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC

extension BenchECC {
    /// The kernels that this machine has, and the speeds in the kernel's code that the project has set itself.
    private static let hammingKernels: [(name: String, acceleration: Acceleration, goal: Double)] = [
        ("portable", .none, 1.5), ("avx2", .avx2, 3), ("avx512", .gfni, 3),
    ].filter { $0.1 == $0.1.usable }

    func printHamming(library: String) throws {
        print("== Hamming on data in the second-level cache, x ecc-sw-hamming.c; GB/s of the best tenth")
        for stepBytes in [256, 512] {
            for kernel in Self.hammingKernels {
                let work = try HammingWork(library: library, stepBytes: stepBytes, acceleration: kernel.acceleration)
                let check = Alternation(bursts: bursts).compare({ work.check() }, with: { work.checkByKernel() })
                let encode = Alternation(bursts: bursts).compare({ work.encode() }, with: { work.encodeByKernel() })
                for (what, outcome) in [("check", check), ("encode", encode)] {
                    print(
                        pad("\(stepBytes) bytes", 20), pad(kernel.name, 9), pad(what, 7), "x",
                        pad(twoDigits(outcome.ratio), 7), pad("goal \(twoDigits(kernel.goal))", 11),
                        outcome.ratio >= kernel.goal ? "  " : "- ",
                        pad(twoDigits(Double(work.bytes) / outcome.ours / 1e9), 6), "kernel",
                        twoDigits(Double(work.bytes) / outcome.theirs / 1e9))
                }
            }
        }
    }
}
