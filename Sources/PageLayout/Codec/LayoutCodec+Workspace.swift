// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension LayoutCodec {
    /// What one thread needs for pages of one layout.
    public final class Workspace {
        /// Of the page that was examined or corrected last, a step each.
        public internal(set) var outcomes: [StepOutcome]
        let room: ScratchRoom
        let coders = CoderWorkspace()
        /// Words of a step's difference.
        let words: Int

        /// Most bits that were wrong in one step of that page, as far as they are known.
        public var worst: Int { outcomes.reduce(0) { max($0, $1.flips ?? 0) } }

        public init(for codec: LayoutCodec) {
            let plans = codec.plans
            outcomes = Array(repeating: .clean, count: plans.count)
            words = plans.map { $0.coder?.differenceWords ?? 1 }.max() ?? 1
            room = ScratchRoom(
                message: plans.map(\.messageBytes).max() ?? 0, parity: plans.map(\.parityBytes).max() ?? 0,
                words: words * max(1, plans.count))
        }
    }
}
