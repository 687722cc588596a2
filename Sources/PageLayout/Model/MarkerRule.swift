// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Where a chip with this layout says that a block is bad.
public struct MarkerRule: Hashable, Sendable {
    /// Where in the raw page, in whole bytes.
    public var range: BitRange
    /// Pages of the block that may carry it, counted from the block's first; negative ones from its last (-1).
    public var pages: [Int]

    public init(range: BitRange, pages: [Int] = [0, 1]) {
        self.range = range
        self.pages = pages
    }
}
