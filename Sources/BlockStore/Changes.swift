// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// What differs from the base, block by block.
struct Changes {
    var blocks: [BlockNumber: Block] = [:]

    /// One block that differs from the base's.
    struct Block {
        /// The base's contents no longer count: units not in ``units`` are erased.
        var isErased = false
        var isMarkedBad = false
        /// Changed units by their index in the block: the data of the unit's pages, then their OOB.
        var units: [Int: [UInt8]] = [:]
    }
}

extension Geometry {
    /// The index in its block of the unit that holds `page`.
    func unitIndex(of page: PageNumber) -> Int {
        (page.rawValue - firstPage(of: block(of: page)).rawValue) / unitPages
    }

    /// The pages of a block's unit.
    func unit(_ index: Int, of block: BlockNumber) -> PageRange {
        PageRange(from: firstPage(of: block).advanced(by: index * unitPages), count: unitPages)
    }
}
