// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
import PageLayout

/// Finds a Reed-Solomon code by testing roots: the sum of two words vanishes at consecutive powers of alpha.
public enum ReedSolomonSearch {
    /// A code and what speaks for it.
    public struct Result: Sendable, Hashable {
        /// Whether an erased step is stored as FF does not show.
        public var parameters: ReedSolomonParameters
        public var evidence: Evidence
    }

    /// Fields that engines use, as orders.
    private static let fields = [10, 9]
    /// Words that every root is tested on first.
    private static let probeWords = 4
    /// Roots of which every engine's code has one or two.
    private static let probes = [1, 4, 0, 510, 511]

    /// Looks at one shape of whole bytes; its bit order is not used.
    ///
    /// - Parameter trials: how many shapes are looked at in all.
    /// - Returns: nil unless at least nine distinct words share all roots that their parity has room for.
    public static func search(_ sample: PageSample, _ shape: WordShape, trials: Int = 100) -> Result? {
        guard shape.message.allSatisfy(\.isWholeBytes), shape.parity.isWholeBytes else { return nil }
        let set = WordSet(sample, shape, rows: Array(0..<sample.count), limit: 64)
        let all = Array(0..<set.count)
        // Parity that hardly changes, or data of little variety, prove nothing.
        guard set.count >= GeneratorSearch.leastMatches, set.rank(all) >= GeneratorSearch.leastMatches - 1,
            set.changingLowBits(all, bits: shape.parity.count).count(where: { $0 }) * 8 >= shape.parity.count * 6
        else { return nil }
        for m in fields {
            let roots = shape.parity.count / m
            guard roots >= 2, roots % 2 == 0, roots <= 32, shape.parity.count - roots * m < 8 else { continue }
            for packed in [false, true] {
                let words = set.pages.map { SymbolWord(sample, shape, $0, m, packed: packed, roots) }
                guard let length = words.first?.message.count, length + roots < 1 << m else { continue }
                // A packed message is made as long as the field allows where it is not the natural length.
                let zeros = packed ? [0, (1 << m) - 1 - length - roots] : [0]
                for polynomial in PrimitivePolynomials.all(degree: m) {
                    guard let field = try? GaloisField(m: m, polynomial: polynomial) else { continue }
                    for trailing in zeros {
                        let test = RootTest(words: words, field: field, trailingZeros: trailing)
                        for (backwards, lowestFirst) in [(false, false), (true, true), (false, true), (true, false)]
                        where !(packed && backwards) {
                            guard let found = test.roots(backwards, lowestFirst, roots) else { continue }
                            let chance =
                                Evidence.log2Agreement(found.matches, of: words.count, bits: m * roots)
                                + Double(Int.bitWidth - max(1, trials).leadingZeroBitCount) + 16
                            guard chance < Evidence.proof else { continue }
                            return Result(
                                parameters: ReedSolomonParameters(
                                    m: m, polynomial: polynomial, firstRoot: found.first, roots: roots,
                                    message: packed ? .packed : backwards ? .bytesBackwards : .bytes,
                                    parity: lowestFirst ? .lowestFirst : .highestFirst, trailingZeros: trailing),
                                evidence: Evidence(
                                    text: "\(found.matches) of \(words.count) distinct steps have \(roots) roots in a"
                                        + " row in GF(2^\(m)) 0x\(String(polynomial, radix: 16))",
                                    log2Chance: chance, tested: words.count, matches: found.matches))
                        }
                    }
                }
            }
        }
        return nil
    }

    /// One field's powers of alpha on all words.
    private struct RootTest {
        let words: [SymbolWord]
        let field: GaloisField
        let trailingZeros: Int

        /// How many of the first `count` words have one and the same value at alpha^root.
        private func agreeing(_ root: Int, _ count: Int, _ backwards: Bool, _ lowestFirst: Bool) -> Int {
            let values = words.prefix(count).map {
                $0.value(at: root, field, trailingZeros, backwards: backwards, lowestFirst: lowestFirst)
            }
            return Mode(values, among: Array(values.indices))?.rows.count ?? 0
        }

        /// The first of exactly `count` roots in a row, and how many words have the last of them.
        func roots(_ backwards: Bool, _ lowestFirst: Bool, _ count: Int) -> (first: Int, matches: Int)? {
            func all(_ root: Int) -> Int {
                agreeing((root % field.n + field.n) % field.n, words.count, backwards, lowestFirst)
            }
            // Half of the words may have errors.
            let least = max(GeneratorSearch.leastMatches, words.count / 2)
            for probe in ReedSolomonSearch.probes where probe < field.n {
                guard agreeing(probe, ReedSolomonSearch.probeWords, backwards, lowestFirst) >= 2, all(probe) >= least
                else { continue }
                var (low, high) = (probe, probe)
                while high - low < count, all(low - 1) >= least { low -= 1 }
                while high - low < count, all(high + 1) >= least { high += 1 }
                guard high - low + 1 == count else { continue }
                return ((low % field.n + field.n) % field.n, min(all(low), all(high)))
            }
            return nil
        }
    }
}
