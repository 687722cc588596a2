// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The shape of the pages that a text shows, and how their bytes are kept while it is read.
///
/// Bytes are kept in cells: a page with its OOB behind it, or on NOR the pages whose state is told as one.
struct TextShape {
    let pageSize: Int
    /// Bytes of OOB that the text shows for each page.
    let oobSize: Int
    let pagesPerBlock: Int
    let pagesPerCell: Int
    /// The first address that no chip of this shape has.
    let addressLimit: Int

    init(_ geometry: Geometry) {
        pageSize = geometry.pageSize
        oobSize = geometry.oobSize
        pagesPerBlock = geometry.pagesPerBlock
        pagesPerCell = geometry.unitPages
        addressLimit = Geometry.Limits.chipSize / geometry.rawBlockSize * geometry.blockSize
    }

    var rawPageSize: Int { pageSize + oobSize }
    /// Bytes of data in a cell.
    var cellDataSize: Int { pageSize * pagesPerCell }
    /// Bytes of a cell.
    var cellSize: Int { rawPageSize * pagesPerCell }

    /// Where the byte at `address` lies in its cell.
    func index(of address: Int) -> Int {
        let inside = address % cellDataSize
        return oobSize == 0 ? inside : inside / pageSize * rawPageSize + inside % pageSize
    }

    /// How many bytes from `address` on lie in one piece in its cell.
    func contiguous(from address: Int) -> Int {
        let span = oobSize == 0 ? cellDataSize : pageSize
        return span - address % span
    }

    /// Byte `index` of `cell` as a person calls it: the page, and the byte of its data or of its OOB.
    func place(_ index: Int, cell: Int) -> String {
        let page = PageNumber(cell * pagesPerCell + index / rawPageSize)
        let inside = index % rawPageSize
        return inside < pageSize ? "\(page) byte \(inside)" : "\(page) OOB byte \(inside - pageSize)"
    }
}
