// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The shape of a chip: page, OOB, pages in an erase block, blocks.
///
/// A NOR chip has a page of 1 byte and no OOB, so that its "pages" are bytes.
public struct Geometry: Hashable, Sendable {
    /// Bytes of data in a page (MTD writesize), without OOB; 1 for NOR.
    public let pageSize: Int
    /// Bytes of OOB (spare) that belong to a page; 0 when there are none.
    public let oobSize: Int
    /// Pages in an erase block; for NOR, the bytes in one.
    public let pagesPerBlock: Int
    /// Erase blocks on the chip.
    public let blockCount: Int

    /// - Throws: ``FlashError`` (`invalidGeometry`) when a number is out of its bounds.
    public init(pageSize: Int, oobSize: Int, pagesPerBlock: Int, blockCount: Int) throws(FlashError) {
        func bounded(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws(FlashError) {
            guard range.contains(value) else {
                throw .invalidGeometry("\(name) is \(value), expected \(range.lowerBound) to \(range.upperBound)")
            }
        }
        try bounded(pageSize, 1...Limits.pageSize, "page size")
        // No chip has as much OOB as data; the largest known ratio is about 1:8.
        try bounded(oobSize, 0...min(Limits.oobSize, pageSize), "OOB size")
        try bounded(pagesPerBlock, 1...Limits.blockSize / pageSize, "pages per block")
        let blockBytes = (pageSize + oobSize) * pagesPerBlock
        try bounded(blockCount, 0...Limits.chipSize / blockBytes, "block count")
        self.pageSize = pageSize
        self.oobSize = oobSize
        self.pagesPerBlock = pagesPerBlock
        self.blockCount = blockCount
    }

    /// Upper bounds that keep all address arithmetic far from overflow.
    public enum Limits {
        /// Four times the largest page on the market (16 KiB), in bytes.
        public static let pageSize = 65536
        /// The largest known OOB is 2208 bytes; in bytes.
        public static let oobSize = 16384
        /// Largest erase block, in bytes of data: 1024 pages of 64 KiB.
        public static let blockSize = 1 << 26
        /// Largest chip, in bytes with OOB: 64 TiB.
        public static let chipSize = 1 << 46
    }
}

extension Geometry {
    /// Whether this is NOR: programmed byte by byte, no OOB.
    public var isNOR: Bool { pageSize == 1 }
    /// Bytes of a page with its OOB.
    public var rawPageSize: Int { pageSize + oobSize }
    /// Bytes of data in an erase block, OOB not counted.
    public var blockSize: Int { pageSize * pagesPerBlock }
    /// Bytes of an erase block with all its OOB.
    public var rawBlockSize: Int { rawPageSize * pagesPerBlock }
    /// Pages on the chip.
    public var pageCount: Int { pagesPerBlock * blockCount }
    /// Bytes of data on the chip, OOB not counted.
    public var dataSize: Int { blockSize * blockCount }
    /// Bytes on the chip with all OOB.
    public var rawSize: Int { rawBlockSize * blockCount }
    /// Every page of the chip.
    public var allPages: PageRange { PageRange(from: PageNumber(0), count: pageCount) }

    /// Pages whose state is told as one: 1, but up to 4096 "pages" of one byte on NOR.
    ///
    /// Always divides ``pagesPerBlock``.
    public var unitPages: Int {
        guard pageSize < 16 else { return 1 }
        let twos = pagesPerBlock & -pagesPerBlock
        return min(twos, 4096)
    }

    /// The block that holds `page`.
    @inlinable
    public func block(of page: PageNumber) -> BlockNumber {
        BlockNumber(page.rawValue / pagesPerBlock)
    }

    /// The first page of `block`.
    @inlinable
    public func firstPage(of block: BlockNumber) -> PageNumber {
        PageNumber(block.rawValue * pagesPerBlock)
    }

    /// The pages of `block`.
    public func pages(of block: BlockNumber) -> PageRange {
        PageRange(from: firstPage(of: block), count: pagesPerBlock)
    }

    /// The same shape with another number of blocks.
    public func with(blockCount: Int) throws(FlashError) -> Geometry {
        try Geometry(
            pageSize: pageSize, oobSize: oobSize, pagesPerBlock: pagesPerBlock, blockCount: blockCount)
    }

    /// The same shape with another OOB size in bytes.
    public func with(oobSize: Int) throws(FlashError) -> Geometry {
        try Geometry(
            pageSize: pageSize, oobSize: oobSize, pagesPerBlock: pagesPerBlock, blockCount: blockCount)
    }
}
