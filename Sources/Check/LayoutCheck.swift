// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

/// What ECC says of all pages of one layout.
public struct LayoutCheck: Sendable {
    public let layout: PageLayout
    /// Which parts of the chip have it, ascending.
    public internal(set) var blocks: BlockSet
    /// The steps of all checked pages, by their position in the page.
    public internal(set) var positions: [StepTotals]
    /// Pages that were checked; erased ones are not looked at again and count as erased steps.
    public internal(set) var pages = 0
    /// Pages with an uncorrectable step.
    public internal(set) var uncorrectablePages = 0
    /// Bits of corrected steps that were 0 and are 1 in the dump.
    public internal(set) var zeroToOne = 0
    /// Bits of corrected steps that were 1 and are 0 in the dump.
    public internal(set) var oneToZero = 0

    init(_ layout: PageLayout, _ blocks: BlockSet) {
        self.layout = layout
        self.blocks = blocks
        positions = layout.steps.map { _ in StepTotals() }
    }

    /// Whether there is a code to check.
    public var isChecked: Bool { layout.code.isKnown && !layout.steps.isEmpty }

    /// All positions together.
    public var totals: StepTotals {
        var sum = StepTotals()
        for position in positions { sum += position }
        sum.uncorrectablePages = uncorrectablePages
        return sum
    }

    /// Bits of message and parity, made up ones not counted, in steps that hold data and whose flips are known.
    public var programmedBits: Int {
        zip(positions, bitsPerStep).reduce(0) { $0 + ($1.0.clean + $1.0.correctedSteps) * $1.1 }
    }

    /// The same for steps that are erased.
    public var erasedBits: Int { zip(positions, bitsPerStep).reduce(0) { $0 + $1.0.erasedSteps * $1.1 } }

    private var bitsPerStep: [Int] {
        layout.steps.map { step in step.message.reduce(step.parityBits) { $0 + ($1.range?.count ?? 0) } }
    }
}
