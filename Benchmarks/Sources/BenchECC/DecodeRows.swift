// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC

extension BenchECC {
    private static let codes: [(parameters: BCHParameters, stepBytes: Int)] = [
        (BCHParameters(m: 13, polynomial: 0x201b, strength: 4), 512),
        (BCHParameters(m: 13, polynomial: 0x201b, strength: 8), 512),
        (BCHParameters(m: 14, polynomial: 0x402b, strength: 8), 1024),
        (BCHParameters(m: 14, polynomial: 0x402b, strength: 24), 1024),
        (BCHParameters(m: 14, polynomial: 0x402b, strength: 40), 1024),
    ]

    private static let decoders: [(name: String, acceleration: Acceleration)] = [
        ("portable", .none), ("gfni", .gfni),
    ].filter { $0.1 == $0.1.usable }

    /// What the project has set itself, in speeds of `lib/bch.c`; nil where it is silent.
    private func goal(strength: Int, errors: Int) -> Double? {
        switch errors {
        case strength + 1 where strength == 8: 3
        case strength + 1 where strength > 8: 12
        case 1: 8
        case 4: 1.5
        case 8: 2
        default: nil
        }
    }

    func printDecoding() throws {
        print("== BCH decoding from the difference, x lib/bch.c, medians of \(bursts); ns a word of the best tenth")
        for code in Self.codes {
            let strength = code.parameters.strength
            for errors in Set([0, 1, 2, 4, 8, strength, strength + 1]).sorted() where errors <= strength + 1 {
                for decoder in Self.decoders {
                    let work = try DecodeWork(
                        library: library, parameters: code.parameters, stepBytes: code.stepBytes, errors: errors,
                        acceleration: decoder.acceleration)
                    let outcome = Alternation(bursts: bursts).compare(
                        { work.decode() }, with: { work.decodeByKernel() })
                    let goal = goal(strength: strength, errors: errors)
                    let name = "m\(code.parameters.m) t\(strength), \(code.stepBytes) bytes"
                    print(
                        pad(name, 20), pad(decoder.name, 9), pad("\(errors) errors", 10), "x",
                        pad(twoDigits(outcome.ratio), 7), pad(goal.map { "goal \(twoDigits($0))" } ?? "", 11),
                        outcome.ratio >= goal ?? 0 ? "  " : "- ",
                        pad(twoDigits(outcome.ours * 1e9 / Double(work.count)), 8), "bch.c",
                        twoDigits(outcome.theirs * 1e9 / Double(work.count)))
                }
            }
        }
    }
}
