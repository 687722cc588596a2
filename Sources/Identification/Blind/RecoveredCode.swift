// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC

/// A code that was recovered from a dump without any layout, and where its words lie.
public struct RecoveredCode: Sendable, Hashable {
    /// What is known of the code.
    public enum Code: Sendable, Hashable {
        case bch(BCHParameters, BCHForm)
        /// A cyclic code that is no narrow-sense BCH code; its natural length divides 2^m - 1 where m is known.
        case cyclic(generator: BinaryPolynomial, m: Int?)
        case reedSolomon(ReedSolomonParameters)
        /// The places of all parities, and the variant where its bits are in a known order.
        case hamming(HammingSearch.Code, HammingVariant?)
        /// Bits that are sums of others, with nothing known of the code.
        case linear(RankMethod.Result)
    }

    public var code: Code
    /// Words of the page, one a step; more are possible where the dump did not tell.
    public var steps: [WordShape]
    /// Bits behind each step's parity that never change.
    public var padBits: Int
    public var arrangement: ParityRanges.Arrangement?
    public var evidence: Evidence
}
