// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// What decided the bits of a page of which there are several copies.
public enum VoteRule: String, Sendable, Hashable, CaseIterable {
    /// No copy holds it whole: the bits of what there is.
    case incomplete
    /// One copy holds it.
    case single
    /// All copies are alike.
    case equal
    /// Every step decodes: in a copy, or in the majority of all.
    case decoded
    /// Some steps decode nowhere: they hold what most copies have, the others come from where they decode.
    case partial
    /// What most copies have, bit by bit: there is no code to ask.
    case majority
}

/// What a vote among copies came to.
public struct VoteTotals: Sendable, Hashable {
    /// Pages by what decided them; on NOR, bytes.
    public var pages: [VoteRule: Int] = [:]
    /// Bits in which not all copies of a page are alike.
    public var differingBits = 0
    /// Those of them with as many copies for 0 as for 1.
    public var tiedBits = 0
    /// Steps that were taken from each copy, in pages that are not alike.
    public var stepsFromCopy: [Int]
    /// Steps that decode best in the majority.
    public var stepsFromMajority = 0
    /// Steps that decode nowhere.
    public var undecidedSteps = 0
    /// Steps that are right in two copies, and different.
    public var disputedSteps = 0

    public init(copies: Int) { stepsFromCopy = Array(repeating: 0, count: copies) }

    public static func += (a: inout Self, b: Self) {
        a.pages.merge(b.pages) { $0 + $1 }
        a.differingBits += b.differingBits
        a.tiedBits += b.tiedBits
        for (i, steps) in b.stepsFromCopy.enumerated() where i < a.stepsFromCopy.count { a.stepsFromCopy[i] += steps }
        a.stepsFromMajority += b.stepsFromMajority
        a.undecidedSteps += b.undecidedSteps
        a.disputedSteps += b.disputedSteps
    }
}

/// Collects what votes come to while pages are read, from several threads at once.
///
/// Pages that are read twice count twice.
public final class VoteTally: Sendable {
    private let state: Mutex<VoteTotals>
    /// Called with each run of pages that one rule decided.
    private let onPages: (@Sendable (PageRange, VoteRule) -> Void)?

    public init(copies: Int, onPages: (@Sendable (PageRange, VoteRule) -> Void)? = nil) {
        state = Mutex(VoteTotals(copies: copies))
        self.onPages = onPages
    }

    public var totals: VoteTotals { state.withLock { $0 } }

    /// Forgets what was counted so far.
    public func reset() { state.withLock { $0 = VoteTotals(copies: $0.stepsFromCopy.count) } }

    func add(_ totals: VoteTotals) { state.withLock { $0 += totals } }

    func note(_ pages: PageRange, _ rule: VoteRule) { onPages?(pages, rule) }
}
