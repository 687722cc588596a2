// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
public import PageLayout

/// What the bytes of a dump prove of geometry and layout, and what was not tried.
public struct IdentificationReport: Sendable {
    /// A layout and the blocks that have it.
    public struct LayoutRange: Sendable, Hashable {
        public var blocks: BlockRange
        /// nil where nothing is proved.
        public var layout: PageLayout?

        public init(blocks: BlockRange, layout: PageLayout?) {
            self.blocks = blocks
            self.layout = layout
        }
    }

    /// One reading of the dump.
    public struct Candidate: Sendable {
        /// With the number of blocks, where the dump holds whole ones.
        public var geometry: GeometrySpec
        /// Where the OOB lies in the file; ``FlatOrder/interleaved`` for pages that a format has taken apart.
        public var order: FlatOrder
        /// Which layout the blocks have: ascending, without gaps.
        public var ranges: [LayoutRange]
        /// The strongest first.
        public var evidence: [Evidence]
        /// Logarithm to base 2 of the probability that chance made all this, every trial counted.
        public var log2Chance: Double
        public var isProved: Bool
        /// Where the layout has the bad-block mark, in the raw page.
        public var marker: MarkerRule?
        /// Whether the pages of a block are merely the usual for such pages.
        public var assumesBlock: Bool
        /// Other layouts of the catalogue that fit these bytes as well.
        public var indistinguishable: [String]

        /// The layout of most blocks; nil when nothing is proved.
        public var layout: PageLayout? {
            ranges.filter { $0.layout != nil }.max { $0.blocks.count < $1.blocks.count }?.layout
        }
    }

    /// The best first.
    public var candidates: [Candidate] = []
    /// What was seen that speaks of the dump as a whole, a sentence each: erased, constant, encrypted.
    public var remarks: [String] = []
    /// What could not be looked for, a sentence each.
    public var notTried: [String] = []

    public init() {}

    /// The best, where it is proved.
    public var proved: Candidate? { candidates.first.flatMap { $0.isProved ? $0 : nil } }
}
