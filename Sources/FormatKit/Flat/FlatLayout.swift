// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// In which order a file holds pages and their OOB, with nothing else in it.
///
/// "File pages" are counted in the file; ``AddressMap`` says which page of the chip each is.
public enum FlatOrder: String, Sendable, CaseIterable {
    /// Data only.
    case dataOnly = "none"
    /// Each page's data, then its OOB.
    case interleaved
    /// Each page's OOB, then its data.
    case oobFirst = "oob-first"
    /// The data of a block's pages, then their OOB.
    case perBlock = "per-block"
    /// The data of all pages, then all OOB.
    case atEnd = "at-end"
    /// Data in one file, OOB in another.
    case separate
}

/// Where a file page's bytes are.
package struct FlatLayout: Sendable {
    package let order: FlatOrder
    package let pageSize: Int
    /// Bytes of OOB in the file for each page; 0 for data only.
    package let oobSize: Int
    package let pagesPerBlock: Int
    /// File pages in all; counts only for ``FlatOrder/atEnd``.
    package let totalPages: Int

    package init(order: FlatOrder, geometry: Geometry, totalPages: Int) {
        self.order = order
        pageSize = geometry.pageSize
        oobSize = order == .dataOnly ? 0 : geometry.oobSize
        pagesPerBlock = geometry.pagesPerBlock
        self.totalPages = totalPages
    }

    package var rawPageSize: Int { pageSize + oobSize }

    /// Where the data of file page `page` begins, in bytes from the start of the (first) file.
    package func dataOffset(_ page: Int) -> Int {
        switch order {
        case .dataOnly, .atEnd, .separate: page * pageSize
        case .interleaved: page * rawPageSize
        case .oobFirst: page * rawPageSize + oobSize
        case .perBlock: page / pagesPerBlock * rawPageSize * pagesPerBlock + page % pagesPerBlock * pageSize
        }
    }

    /// Where the OOB of file page `page` begins, in bytes from the start of the file (of the second, if separate).
    package func oobOffset(_ page: Int) -> Int {
        switch order {
        case .dataOnly: 0
        case .separate: page * oobSize
        case .atEnd: totalPages * pageSize + page * oobSize
        case .interleaved: page * rawPageSize + pageSize
        case .oobFirst: page * rawPageSize
        case .perBlock:
            (page / pagesPerBlock * rawPageSize + pageSize) * pagesPerBlock + page % pagesPerBlock * oobSize
        }
    }

    /// The file page that holds the byte at `offset` of the (first) file.
    package func filePage(at offset: Int) -> Int {
        switch order {
        case .dataOnly, .separate: return offset / pageSize
        case .interleaved, .oobFirst: return offset / rawPageSize
        case .atEnd:
            let data = totalPages * pageSize
            return offset < data ? offset / pageSize : (offset - data) / oobSize
        case .perBlock:
            let block = rawPageSize * pagesPerBlock
            let (rest, data) = (offset % block, pageSize * pagesPerBlock)
            return offset / block * pagesPerBlock + (rest < data ? rest / pageSize : (rest - data) / oobSize)
        }
    }

    /// How many of the pages from `page` on have their data in one piece and their OOB in one piece.
    package func contiguous(from page: Int) -> Int {
        order == .perBlock ? pagesPerBlock - page % pagesPerBlock : .max
    }

    /// Whether data and OOB of neighbouring pages alternate in one file.
    package var alternates: Bool { order == .interleaved || order == .oobFirst }

    /// How many pages a file of `size` bytes (and a second of `oobFileSize`) holds whole, and how many it
    /// holds at least a byte of.
    package func held(size: Int, oobFileSize: Int) -> (whole: Int, begun: Int) {
        func up(_ a: Int, _ b: Int) -> Int { a / b + (a % b == 0 ? 0 : 1) }
        switch order {
        case .dataOnly:
            return (size / pageSize, up(size, pageSize))
        case .interleaved, .oobFirst:
            return (size / rawPageSize, up(size, rawPageSize))
        case .separate:
            let data = (size / pageSize, up(size, pageSize))
            let oob = (oobFileSize / oobSize, up(oobFileSize, oobSize))
            return (min(data.0, oob.0), max(data.1, oob.1))
        case .atEnd:
            let oobBytes = max(0, size - totalPages * pageSize)
            let dataBytes = min(size, totalPages * pageSize)
            return (
                min(dataBytes / pageSize, oobBytes / oobSize),
                min(totalPages, max(up(dataBytes, pageSize), up(oobBytes, oobSize)))
            )
        case .perBlock:
            let blockBytes = rawPageSize * pagesPerBlock
            let rest = size % blockBytes
            let before = size / blockBytes * pagesPerBlock
            return (
                before + max(0, rest - pageSize * pagesPerBlock) / oobSize,
                before + min(pagesPerBlock, up(rest, pageSize))
            )
        }
    }
}
