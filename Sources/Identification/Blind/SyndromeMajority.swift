// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Finds a BCH code although most words have bit errors.
///
/// For the right polynomial all sound words have one and the same value at alpha; for a wrong one any two words agree
/// with probability 2^-m. So nine sound words are enough among many.
public enum SyndromeMajority {
    /// - Parameters:
    ///   - limit: the most words looked at.
    ///   - trials: how many shapes are looked at in all.
    /// - Returns: nil unless nine distinct words prove a code.
    public static func search(
        _ sample: PageSample, _ shape: WordShape, limit: Int = 128, trials: Int = 1000
    ) -> ProvenCode? {
        search(WordSet(sample, shape, rows: Array(0..<sample.count), limit: limit), shape, trials: Double(trials))
    }

    static func search(_ set: WordSet, _ shape: WordShape, trials: Double) -> ProvenCode? {
        guard set.count >= GeneratorSearch.leastMatches else { return nil }
        for m in GeneratorFactoring.orders where (1 << m) - 1 >= set.bitCount {
            let polynomials = PrimitivePolynomials.all(degree: m)
            let all = trials * Double(polynomials.count)
            guard let least = Evidence.leastAgreement(of: set.count, bits: m, trials: all) else { continue }
            for polynomial in polynomials {
                let residues = ResidueTable(modulus: polynomial).residues(set)
                guard let mode = Mode(residues, among: Array(residues.indices)), mode.rows.count >= least,
                    let parameters = strength(set, m, polynomial, sound: mode.rows, least: least),
                    let proven = CodeProof.prove(set, shape, parameters, trials: all)
                else { continue }
                return proven
            }
        }
        return nil
    }

    /// How many of alpha, alpha^3, ... have one value in the words that agree at alpha.
    ///
    /// - Parameter sound: rows that agree at alpha; a few of them by chance.
    static func strength(
        _ set: WordSet, _ m: Int, _ polynomial: UInt32, sound: [Int], least: Int
    ) -> BCHParameters? {
        guard let field = try? GaloisField(m: m, polynomial: polynomial) else { return nil }
        var rows = sound
        var strength = 1
        while strength < BCHParameters.strengths.upperBound, 2 * strength + 1 < field.n {
            let minimal = field.minimalPolynomial(ofAlpha: 2 * strength + 1)
            let residues = ResidueTable(modulus: UInt32(truncatingIfNeeded: minimal.words[0])).residues(set)
            // Half of them: words with errors agree at alpha by chance only, so most are sound.
            guard let mode = Mode(residues, among: rows), mode.rows.count >= max(least, rows.count / 2) else { break }
            rows = mode.rows
            strength += 1
        }
        return BCHParameters(m: m, polynomial: polynomial, strength: strength)
    }
}
