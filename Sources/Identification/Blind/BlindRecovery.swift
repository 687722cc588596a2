// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// Recovers unknown codes from raw pages: where the words lie, which code they are of, and in which form.
///
/// The order is that of likelihood and cost: Hamming codes, BCH codes over known polynomials at all places, cyclic
/// codes at the places that the columns suggest, BCH codes over all polynomials, Reed-Solomon codes, and words most
/// of which have errors.
public enum BlindRecovery {
    /// How much is tried.
    public enum Effort: String, Sendable, CaseIterable {
        case quick, normal, thorough
    }

    /// Shapes, places and polynomials that are looked at at most, for the chance of a false positive.
    ///
    /// 2^14 starts, 2^6 gaps, 2^11 ends, 2^12 polynomials; the rest is margin.
    static let hypotheses = 0x1p44

    /// Looks at distinct pages of one block range.
    ///
    /// - Returns: what was proved, the surest first; empty when nothing was. Never a guess.
    public static func run(_ sample: PageSample, effort: Effort = .normal) -> [RecoveredCode] {
        let rows = sample.distinctRows()
        guard rows.count >= GeneratorSearch.leastMatches, sample.oobSize > 0 else { return [] }
        var search = RecoverySearch(sample, rows: rows, effort: effort)
        return search.run()
    }
}
