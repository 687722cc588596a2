// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// Collects what ECC says while pages are read, from several threads at once.
public final class StepTally: Sendable {
    private let state = Mutex(StepTotals())
    /// Called with each page that has an uncorrectable step, and which.
    private let onUncorrectable: (@Sendable (PageNumber, [Int]) -> Void)?

    public init(onUncorrectable: (@Sendable (PageNumber, [Int]) -> Void)? = nil) {
        self.onUncorrectable = onUncorrectable
    }

    public var totals: StepTotals { state.withLock { $0 } }

    func add(_ totals: StepTotals) { state.withLock { $0 += totals } }

    func note(_ page: PageNumber, _ outcomes: [StepOutcome]) {
        onUncorrectable?(page, outcomes.indices.filter { outcomes[$0] == .uncorrectable })
    }
}
