// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension LayoutTrial {
    /// What a proof may not exceed: 2^-60, every trial counted.
    static let proof = -60.0

    /// Logarithm to base 2 of the chance that this many steps of random pages match.
    ///
    /// - Parameter hypotheses: layouts tried in all.
    func log2Chance(hypotheses: Int) -> Double {
        guard matched > 0 else { return 0 }
        let bits = checkBits
        // Equal parities of different messages are structure, and prove no more than one.
        let proving = bits < 52 ? min(matched, parities.count) : matched
        let chance = Evidence.log2Choose(tested, proving) - bits * Double(proving) + log2(Double(max(1, hypotheses)))
        return min(0, chance)
    }

    /// Bits that chance has to hit in one step: fewer where words near a code word count as well.
    ///
    /// Source: the number of words within a distance of t, over all words.
    var checkBits: Double {
        guard decodes, let step = layout.steps.first else { return Double(codec.checkBits) }
        let strength = layout.code.strength
        let reached: Double
        if case .reedSolomon(let parameters) = layout.code {
            let symbols = (step.messageBits + step.parityBits) / parameters.m
            reached = Evidence.log2Choose(symbols, strength) + Double(strength * parameters.m)
        } else {
            reached = Evidence.log2Choose(step.messageBits + step.parityBits, strength)
        }
        return max(0, Double(codec.checkBits) - reached - 1)
    }

    /// Matches that a proof needs: chance is no danger to strong codes, structure in the data is to weak ones.
    var leastMatches: Int { checkBits >= 52 ? 8 : checkBits >= 20 ? 6 : 24 }

    func isProved(hypotheses: Int) -> Bool {
        guard matched >= leastMatches, log2Chance(hypotheses: hypotheses) < Self.proof, !isContradicted else {
            return false
        }
        guard checkBits < 52 else { return true }
        // A weak code has to hold for most of what it is tested on, with parities that differ.
        return parities.count >= leastMatches / 2 && matchedInPages * 2 >= testedInPages
    }

    private var testedInPages: Int { testedThere.reduce(0, +) }
    private var matchedInPages: Int { matchedThere.reduce(0, +) }

    /// Whether some step fails where others fit: then only a part of the layout is right.
    var isContradicted: Bool {
        let rates = zip(testedThere, matchedThere).map { $0 < 4 ? 0 : Double($1) / Double($0) }
        // What the best step's rate makes of so many failures of another in a row.
        let clean = min(0.999, rates.max() ?? 0)
        return zip(testedThere, matchedThere).contains { tested, matched in
            tested >= 4 && matched == 0 && Double(tested) * log2(1 - clean) < -20
        }
    }

    /// Which part of the data in telling steps is verified.
    var coverage: Double { testedBits == 0 ? 0 : Double(matchedBits) / Double(testedBits) }

    /// Standard deviation of ``coverage``.
    var coverageNoise: Double {
        tested == 0 ? 0 : (coverage * (1 - coverage) / Double(tested)).squareRoot()
    }

    /// Which part of the verified pages has no bad-block mark where the layout has it; a half without a rule.
    var unmarkedRate: Double {
        layout.marker == nil || pagesThere == 0 ? 0.5 : Double(unmarked) / Double(pagesThere)
    }

    /// Which part of the verified pages has pads as the engine writes them.
    var paddedRate: Double { pagesThere == 0 ? 0 : Double(padded) / Double(pagesThere) }

    /// How far two rates have to lie apart to be no accident of bad blocks and wrong bits.
    static func margin(_ rate: Double, _ other: Double, pages: Int) -> Double {
        let variance = rate * (1 - rate) + other * (1 - other)
        return 0.03 + 1.5 * (variance / Double(max(1, pages))).squareRoot()
    }

    /// One sentence.
    var sentence: String {
        "\(matched) of \(tested) sampled steps \(decodes ? "can be corrected" : "re-encode exactly")"
    }
}
