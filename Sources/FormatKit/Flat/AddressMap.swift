// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// Which page of the file is which page of the chip, when bad blocks were left out or the dump starts late.
package struct AddressMap: Sendable {
    /// The page of the chip that the file begins with.
    package let start: PageNumber
    /// Blocks of the chip that the file does not hold.
    package let skipped: BlockSet
    private let pagesPerBlock: Int
    /// For each run of `skipped`, how many pages of the runs before it lie behind `start`.
    private let skippedBefore: [Int]

    package init(start: PageNumber = PageNumber(0), skipped: BlockSet = BlockSet(), pagesPerBlock: Int) {
        self.start = start
        self.skipped = skipped
        self.pagesPerBlock = pagesPerBlock
        var sums: [Int] = []
        var sum = 0
        for run in skipped.runs {
            sums.append(sum)
            let low = max(run.lowerBound.rawValue * pagesPerBlock, start.rawValue)
            sum += max(0, run.upperBound.rawValue * pagesPerBlock - low)
        }
        skippedBefore = sums + [sum]
    }

    /// Pages of the chip that are needed to place `filePages` pages of the file.
    package func chipPages(for filePages: Int) -> Int {
        var end = start.rawValue + filePages
        for run in skipped.runs {
            let low = max(run.lowerBound.rawValue * pagesPerBlock, start.rawValue)
            let high = run.upperBound.rawValue * pagesPerBlock
            guard high > start.rawValue else { continue }
            // A skipped block right at the end belongs to the chip only if something follows it.
            if low < end { end += high - low }
        }
        return end
    }

    /// The file page that holds chip page `page`, and for how many pages on that goes so; or nil, and for how
    /// many pages the file does not hold them.
    package func filePage(of page: PageNumber) -> (filePage: Int?, count: Int) {
        guard page >= start else { return (nil, start.rawValue - page.rawValue) }
        guard !skipped.isEmpty else { return (page.rawValue - start.rawValue, .max) }
        let block = BlockNumber(page.rawValue / pagesPerBlock)
        let far = BlockNumber(0)..<BlockNumber(1 << 46)
        let (blocks, isSkipped) = skipped.run(around: block, limit: far)
        let end = blocks.upperBound.rawValue * pagesPerBlock
        guard !isSkipped else { return (nil, end - page.rawValue) }
        let index = skipped.runs.firstIndex { $0.lowerBound >= blocks.upperBound } ?? skipped.runs.count
        return (page.rawValue - start.rawValue - skippedBefore[index], end - page.rawValue)
    }
}
