// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// An image whose pages lie at computable places in one or two files: raw dumps in all their orders.
public struct FlatImage: RawImage {
    public let geometry: Geometry
    public let geometryOrigin: GeometryOrigin
    public let chipOOBSize: Int
    public let writtenAs: FormatSpec?
    public let positions: Positions
    public let marker: BadBlockMarker?
    public let findings: [Finding]

    let layout: FlatLayout
    let map: AddressMap
    let files: FlatFiles
    let bad: BadBlockRule
    /// File pages that are there whole, and file pages of which at least a byte is there.
    let held: (whole: Int, begun: Int)
    let holes: HoleMeaning
    /// Whether holes begin and end at any byte.
    let holesAreExact: Bool

    public func fileOffset(of page: PageNumber) -> Int? {
        guard let filePage = map.filePage(of: page).filePage, filePage < held.begun else { return nil }
        return layout.dataOffset(filePage)
    }

    public func page(atFileOffset offset: Int) -> PageNumber? {
        guard offset >= 0, offset < files.data.size else { return nil }
        let filePage = layout.filePage(at: offset)
        guard filePage < held.begun else { return nil }
        let page = PageNumber(map.chipPages(for: filePage + 1) - 1)
        return geometry.allPages.contains(page) ? page : nil
    }

    public func isBad(_ block: BlockNumber) throws -> Bool {
        try checkBlock(block)
        return try bad.isBad(block, in: self)
    }
}

/// The files behind a ``FlatImage``.
struct FlatFiles: Sendable {
    var data: any ByteSource
    /// The second file of ``FlatOrder/separate``.
    var oob: (any ByteSource)?

    /// The file that holds OOB.
    var oobSource: any ByteSource { oob ?? data }
}

/// What bytes that a file never stored stand for.
public enum HoleMeaning: String, Sendable, CaseIterable {
    /// What they read as: 0x00.
    case data
    /// Pages that are erased, as ``FlatWriter`` leaves them out when asked to.
    case erased
    /// Pages that were never read, as ddrescue leaves them out.
    case missing
}
