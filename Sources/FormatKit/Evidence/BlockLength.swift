// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How many pages a block has, from pages at which a block is known to begin.
struct BlockLength {
    let pages: Int
    let isAssumed: Bool
    let reason: String

    /// - Parameters:
    ///   - starts: pages that begin a block, 0 left out or not.
    ///   - what: what begins there, for the reason.
    init(_ shape: KnownShape, starts: [Int], what: String) {
        let common = starts.reduce(0, BlockLength.divisor)
        let usual = shape.usualPagesPerBlock
        if starts.count >= 2, shape.pagesPerBlock.contains(common) {
            pages = common
            isAssumed = false
            reason = "\(what) at multiples of \(common) pages"
        } else {
            pages = usual
            isAssumed = true
            let support = common > 0 && common % usual == 0 ? ": \(what) at page \(common)" : ""
            reason = "\(usual) pages in a block are usual and assumed\(support)"
        }
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}
