// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Testing

@testable import Emulation

@Suite("Chance that depends on its key only")
struct CounterRandomTests {
    // Made by the same rules in Python.
    private static let words: [UInt64] = [0xf7d98c6bbbe4c96f, 0x8cfd2e0911510abc, 0xde03c3678f901f9f]
    private static let binomials = [15, 20, 22, 19, 18, 12]
    private static let places = [13782, 5887, 6702, 1929, 14301]

    @Test("the numbers are the same on every machine")
    func pinned() {
        var random = CounterRandom(seed: 42, fault: 1, address: 7, count: 3)
        let words = (0..<3).map { _ in random.next() }
        #expect(words == Self.words)
        var other = CounterRandom(seed: 1, fault: 0, address: 0, count: 0)
        #expect((0..<6).map { _ in other.binomial(16896, 1e-3) } == Self.binomials)
        #expect(other.places(5, of: 16896) == Self.places)
    }

    @Test("each part of the key makes other numbers")
    func keys() {
        var seen = Set<UInt64>()
        for seed: UInt64 in 0..<6 {
            for fault in 0..<6 {
                for address in -6..<6 {
                    for count in 0..<6 {
                        var random = CounterRandom(seed: seed, fault: fault, address: address, count: count)
                        seen.insert(random.next())
                    }
                }
            }
        }
        #expect(seen.count == 6 * 6 * 12 * 6)
    }

    @Test(
        "flips are as many as their chance says",
        arguments: [
            (16896, 1e-5), (16896, 1e-3), (16896, 0.05), (512, 0.25), (512, 0.5), (100, 0.9), (1, 0.3), (40, 1),
        ])
    func binomial(_ count: Int, _ rate: Double) {
        let rounds = 4000
        var (sum, squares) = (0.0, 0.0)
        for round in 0..<rounds {
            var random = CounterRandom(seed: 9, fault: 0, address: round, count: 0)
            let drawn = random.binomial(count, rate)
            #expect((0...count).contains(drawn))
            sum += Double(drawn)
            squares += Double(drawn * drawn)
        }
        let mean = Double(count) * rate
        let variance = mean * (1 - rate)
        let found = sum / Double(rounds)
        #expect(abs(found - mean) <= 5 * (variance / Double(rounds)).squareRoot() + 1e-12, "\(found), expected \(mean)")
        let spread = squares / Double(rounds) - found * found
        #expect(abs(spread - variance) <= 0.25 * variance + 1e-9, "variance \(spread), expected \(variance)")
    }

    @Test("places are different ones, all over")
    func places() {
        for (count, bits) in [(3, 4), (4, 4), (9, 4), (10, 10_000), (500, 600), (0, 8)] {
            var random = CounterRandom(seed: 3, fault: 0, address: count, count: bits)
            let places = random.places(count, of: bits)
            #expect(Set(places).count == min(count, bits) && places.count == min(count, bits))
            #expect(places.allSatisfy { (0..<bits).contains($0) })
        }
    }

    @Test("a mask has as many ones as its chance says")
    func masks() {
        for chance in [0, 1, 64, 128, 200, 255] {
            var random = CounterRandom(seed: 5, fault: 0, address: chance, count: 0)
            let ones = (0..<8000).reduce(0) { sum, _ in sum + random.mask(chance).nonzeroBitCount }
            let expected = 64000 * Double(chance) / 256
            #expect(abs(Double(ones) - expected) <= 5 * (expected * (1 - Double(chance) / 256)).squareRoot())
        }
    }
}
