// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What speaks for a claim, and how likely chance alone would have made it.
public struct Evidence: Hashable, Sendable {
    /// One sentence with the figures.
    public var text: String
    /// Logarithm to base 2 of the probability of a false positive, all that was tried taken into account.
    public var log2Chance: Double
    /// Words, steps or bits that could have spoken.
    public var tested: Int
    /// Those that did.
    public var matches: Int

    public init(text: String, log2Chance: Double, tested: Int, matches: Int) {
        self.text = text
        self.log2Chance = log2Chance
        self.tested = tested
        self.matches = matches
    }

    /// What a claim has to fall below: 2^-40.
    static let proof = -40.0

    /// log2 of the number of ways to choose `k` of `n`.
    static func log2Choose(_ n: Int, _ k: Int) -> Double {
        guard k > 0, k < n else { return 0 }
        return (lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))) / log(2)
    }

    /// log2 of the chance that some `k` of `n` random values of `bits` bits agree.
    static func log2Agreement(_ k: Int, of n: Int, bits: Int) -> Double {
        log2Choose(n, k) - Double(bits) * Double(max(0, k - 1))
    }

    /// The least number of `n` values of `bits` bits whose agreement is proof, where `trials` sets are looked at.
    ///
    /// - Returns: nil when all of them would not be enough.
    static func leastAgreement(of n: Int, bits: Int, trials: Double) -> Int? {
        (2...max(2, n)).first { $0 <= n && log2Agreement($0, of: n, bits: bits) + log2(max(1, trials)) < proof }
    }
}
