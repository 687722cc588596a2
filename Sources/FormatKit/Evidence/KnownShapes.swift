// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// A page and OOB size that chips really have, with the usual number of pages in a block.
package struct KnownShape: Sendable, Hashable {
    /// Bytes of data in a page.
    package let pageSize: Int
    /// Bytes of OOB in a page.
    package let oobSize: Int
    /// Pages in an erase block; the most usual first.
    package let pagesPerBlock: [Int]

    package var rawPageSize: Int { pageSize + oobSize }
    package var usualPagesPerBlock: Int { pagesPerBlock.first ?? 64 }

    /// The spec with the usual block, or with another.
    package func spec(pagesPerBlock: Int? = nil) -> GeometrySpec {
        GeometrySpec(pageSize: pageSize, oobSize: oobSize, pagesPerBlock: pagesPerBlock ?? usualPagesPerBlock)
    }

    /// Whether a block of `rawBytes` (data and OOB) can be one of this shape; its pages then.
    package func pages(inRawBlock rawBytes: Int) -> Int? {
        guard rawBytes % rawPageSize == 0 else { return nil }
        let pages = rawBytes / rawPageSize
        return pages.nonzeroBitCount == 1 && (16...1024).contains(pages) ? pages : nil
    }

    private init(_ pageSize: Int, _ oobSize: Int, _ pagesPerBlock: [Int]) {
        self.pageSize = pageSize
        self.oobSize = oobSize
        self.pagesPerBlock = pagesPerBlock
    }

    /// Every shape that is tried.
    ///
    /// Source: the id tables of Linux (`nand_ids.c`, `spi/*.c`) and data sheets.
    package static let all: [KnownShape] = [
        KnownShape(256, 8, [32, 16]),
        KnownShape(512, 16, [32, 16]),
        KnownShape(2048, 64, [64, 128]),
        KnownShape(2048, 112, [64]),
        KnownShape(2048, 120, [64]),
        KnownShape(2048, 128, [64, 128]),
        KnownShape(2048, 160, [64]),
        KnownShape(4096, 128, [64, 128]),
        KnownShape(4096, 208, [64]),
        KnownShape(4096, 218, [64, 128]),
        KnownShape(4096, 224, [64, 128]),
        KnownShape(4096, 232, [64]),
        KnownShape(4096, 240, [64]),
        KnownShape(4096, 256, [64, 128]),
        KnownShape(8192, 376, [128]),
        KnownShape(8192, 436, [128]),
        KnownShape(8192, 448, [128, 256]),
        KnownShape(8192, 512, [128]),
        KnownShape(8192, 640, [128, 256]),
        KnownShape(8192, 744, [128, 256]),
        KnownShape(16384, 1216, [256]),
        KnownShape(16384, 1280, [256, 128]),
        KnownShape(16384, 1664, [256]),
        KnownShape(16384, 1872, [256]),
        KnownShape(16384, 2048, [256]),
        KnownShape(16384, 2208, [256]),
    ]

    /// Sizes of blocks as they lie in a dump, with OOB and without, in bytes, ascending.
    package static let rawBlockSizes: [Int] = {
        var sizes = Set((12...22).map { 1 << $0 })
        for shape in all {
            for pages in shape.pagesPerBlock { sizes.insert(shape.rawPageSize * pages) }
        }
        return sizes.sorted()
    }()
}
