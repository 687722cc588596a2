// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Where a chip says that a block is bad: a byte of OOB that is not 0xFF in one of the block's first pages.
///
/// Source: Linux `drivers/mtd/nand/raw/nand_base.c` (`nand_block_bad`, `NAND_BBM_FIRSTPAGE`,
/// `NAND_BBM_SECONDPAGE`) and its `nand_bbt.c`: small pages use OOB byte 5, large pages OOB byte 0.
public struct BadBlockMarker: Hashable, Sendable {
    /// Byte of the page's OOB, counted from its start.
    public var offset: Int
    /// Pages of the block that may carry the mark, counted from the block's first.
    public var pages: [Int]

    public init(offset: Int, pages: [Int] = [0, 1]) {
        self.offset = offset
        self.pages = pages
    }

    /// The usual place for `geometry`; nil when there is no OOB to hold it.
    public static func standard(for geometry: Geometry) -> BadBlockMarker? {
        let offset = geometry.pageSize <= 512 ? 5 : 0
        guard geometry.oobSize > offset else { return nil }
        return BadBlockMarker(offset: offset, pages: Array(0..<min(2, geometry.pagesPerBlock)))
    }

    /// Whether `byte`, read from the marker's place, says bad.
    @inlinable
    public static func saysBad(_ byte: UInt8) -> Bool { byte != 0xFF }
}
