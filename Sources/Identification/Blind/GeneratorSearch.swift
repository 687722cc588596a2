// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
public import PageLayout

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The generator polynomial of an unknown cyclic code, from nothing but words of it.
///
/// The sum of two words is a multiple of the generator whatever was inverted or masked, so the generator is the
/// greatest common divisor of such sums. Three words give it but for a small factor; the others have to agree.
public enum GeneratorSearch {
    /// What was found.
    public struct Result: Hashable, Sendable {
        /// Without powers of x, which pad bits behind the parity would add.
        public var generator: BinaryPolynomial
        public var shape: WordShape
        /// Parity in the order of the stream: bits of ``shape``'s parity range without the pad bits behind them.
        public var parity: BitRange
        public var evidence: Evidence
    }

    /// How many words have to agree.
    static let leastMatches = 9
    /// Smaller divisors are what any two polynomials may have in common.
    private static let leastDegree = 10

    /// Looks at one shape.
    ///
    /// - Parameters:
    ///   - triples: how many sets of three words are tried; one whose words have no bit error is enough.
    ///   - trials: how many shapes are looked at in all, for the chance of a false positive.
    /// - Returns: nil unless nine distinct words agree on a generator as long as their parity.
    public static func search(
        _ sample: PageSample, _ shape: WordShape, triples: Int = 24, trials: Int = 1000
    ) -> Result? {
        search(WordSet(sample, shape, rows: Array(0..<sample.count)), shape, triples: triples, trials: trials)
    }

    static func search(_ set: WordSet, _ shape: WordShape, triples: Int, trials: Int) -> Result? {
        guard set.count >= leastMatches else { return nil }
        for (a, b, c) in Triples(count: set.count, limit: triples) {
            let divisor = BinaryPolynomial.oddGCD(set.difference(a, b), set.difference(a, c))
            // Longer than the parity is what structure in the data makes.
            guard divisor.degree >= leastDegree, divisor.degree <= shape.parity.count + 64 else { continue }
            if let result = judge(set, shape, divisor, reference: a, trials: trials) { return result }
        }
        return nil
    }

    /// Lets all other words vote on a divisor, and drops the small factors that they do not share.
    private static func judge(
        _ set: WordSet, _ shape: WordShape, _ first: BinaryPolynomial, reference: Int, trials: Int
    ) -> Result? {
        var generator = first
        for row in 0..<set.count where row != reference {
            let rest = set.difference(reference, row) % generator
            guard !rest.isZero else { continue }
            let shared = BinaryPolynomial.oddGCD(generator, rest)
            guard shared.degree >= leastDegree, shared.degree + 24 >= generator.degree else { continue }
            generator = shared
        }
        let matching = (0..<set.count).filter { (set.difference(reference, $0) % generator).isZero }
        guard matching.count >= leastMatches, generator.isSquareFree else { return nil }
        let pads = set.constantLowBits(matching)
        let parityBits = generator.degree
        // Generator and parity have the same length, but for factors that all data share and pad bits behind.
        let excess = shape.parity.count - pads - parityBits
        guard pads < shape.parity.count, excess <= 7, excess >= -8 else { return nil }
        let changing = set.changingLowBits(matching, bits: shape.parity.count).count { $0 }
        guard changing * 8 >= min(parityBits, shape.parity.count) * 7 else { return nil }
        let rank = set.rank(matching)
        let chance =
            Evidence.log2Agreement(rank + 1, of: set.count, bits: parityBits) + Double(parityBits)
            + log2(Double(max(1, trials)))
        guard rank >= leastMatches - 1, chance < Evidence.proof else { return nil }
        let trailing = min(pads, max(0, shape.parity.count - parityBits))
        return Result(
            generator: generator, shape: shape,
            parity: BitRange(
                start: shape.parity.end - trailing - min(parityBits, shape.parity.count - trailing),
                count: min(parityBits, shape.parity.count - trailing)),
            evidence: Evidence(
                text:
                    "\(matching.count) of \(set.count) distinct words have a divisor of degree \(parityBits) in common",
                log2Chance: chance, tested: set.count, matches: matching.count))
    }
}

/// Sets of three different numbers below a count, spread so that few bad ones do not spoil many.
struct Triples: Sequence, IteratorProtocol {
    let count: Int
    let limit: Int
    private var made = 0
    private var state: UInt64 = 0x9E37_79B9

    init(count: Int, limit: Int) {
        self.count = count
        self.limit = limit
    }

    mutating func next() -> (Int, Int, Int)? {
        guard count >= 3, made < limit else { return nil }
        defer { made += 1 }
        if (made + 1) * 3 <= count {
            // Neighbours in thirds: each word once.
            let third = count / 3
            return (made, made + third, made + 2 * third)
        }
        let a = pick(count)
        let b = (a + 1 + pick(count - 1)) % count
        var c = pick(count)
        while c == a || c == b { c = (c + 1) % count }
        return (a, b, c)
    }

    private mutating func pick(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % bound
    }
}
