// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BenchKit
import ECC

/// Measures the codes in memory against the kernel's own, in the same milliseconds.
@main
struct BenchECC: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the ECC kernels against the Linux kernel's lib/bch.c; medians of ratios (above 1 is faster)."
    )

    @Option(help: "Short bursts of each that count.")
    var bursts = 61

    @Option(help: "A shared object built from ecc-sw-hamming.c; scripts/bench-ecc makes it where it has the source.")
    var hamming: String?

    @Argument(help: "A shared object built from lib/bch.c; scripts/bench-ecc makes it.")
    var library: String

    func run() throws {
        try printBCH()
        try printDecoding()
        try printBCHBuilding()
        if let hamming { try printHamming(library: hamming) }
    }

    /// Columns: the kernels that this machine has.
    static let kernels: [(name: String, acceleration: Acceleration)] = [
        ("portable", .none), ("pclmul", .pclmul), ("vpclmul", [.pclmul, .vpclmul]),
    ].filter { $0.1 == $0.1.usable }
}
