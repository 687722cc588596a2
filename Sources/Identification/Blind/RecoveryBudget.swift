// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How much work a search may do, counted in table steps and word operations, so that results do not depend on the clock.
struct RecoveryBudget {
    private(set) var left: Int

    /// - Parameter operations: each a few nanoseconds in a release build.
    init(operations: Int) { left = operations }

    /// Takes `amount`; false when there is not so much left.
    mutating func spend(_ amount: Int) -> Bool {
        guard amount <= left else { return false }
        left -= max(0, amount)
        return true
    }
}
