// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension FlatImage {
    /// How a flat file is to be read: what a format makes of its options.
    public struct Plan: Sendable {
        public var order: FlatOrder
        public var geometry: GeometrySpec
        public var origin: GeometryOrigin
        public var listedBad = BlockSet()
        /// The file leaves the listed blocks out.
        public var skipsListed = false
        /// The file has filler for the listed blocks, not what the chip held.
        public var padsListed = false
        /// Where the dump begins on the chip, in bytes of data.
        public var start = 0
        public var marker: BadBlockMarker?
        public var holes = HoleMeaning.data
        /// Holes begin and end at any byte, as they do in texts, and not where a file system likes.
        package var holesAreExact = false
        public var positions = Positions.exact
        public var writtenAs: FormatSpec?
        /// What the format has to say beside what the file shows.
        public var findings: [Finding] = []
        /// Where the file's pages belong, in place of what follows from ``start`` and the list; with the number
        /// of blocks in ``geometry``.
        package var pieces: [AddressMap.Piece]?

        public init(order: FlatOrder, geometry: GeometrySpec, origin: GeometryOrigin) {
            self.order = order
            self.geometry = geometry
            self.origin = origin
        }
    }

    /// - Parameters:
    ///   - oobFile: the second file of ``FlatOrder/separate``, else nil.
    /// - Throws: ``FormatError`` (`empty`, `truncated`), ``UsageError``, ``FlashError`` (`invalidGeometry`).
    public init(_ data: any ByteSource, oobFile: (any ByteSource)? = nil, plan: Plan) throws {
        let spec = plan.geometry
        let holdsOOB = plan.order != .dataOnly
        guard data.size > 0 || (oobFile?.size ?? 0) > 0 else {
            throw FormatError(.empty, name: data.name, at: 0, "the file is empty, expected at least one page")
        }
        guard plan.holes == .data || plan.order == .dataOnly || plan.order == .interleaved || plan.order == .oobFirst
        else {
            throw UsageError(
                "\(data.name): holes=\(plan.holes.rawValue) and order '\(plan.order.rawValue)' do not go together",
                hint: "holes can stand for pages only where a page and its OOB lie together")
        }
        guard !holdsOOB || spec.oobSize > 0 else {
            throw UsageError(
                "\(data.name): the geometry \(spec) has no OOB, and order '\(plan.order.rawValue)' needs some",
                hint: "give it as in -g 2048+64x64")
        }
        let shape = try Geometry(
            pageSize: spec.pageSize, oobSize: holdsOOB ? spec.oobSize : 0, pagesPerBlock: spec.pagesPerBlock,
            blockCount: 0)
        let start = try FlatImage.startPage(plan.start, shape)
        let map =
            plan.pieces.map { AddressMap(pieces: $0) }
            ?? AddressMap(
                start: start, blocks: plan.listedBad,
                listed: plan.skipsListed ? .nothing : plan.padsListed ? .filler : .pages,
                pagesPerBlock: shape.pagesPerBlock)
        let total = try FlatImage.totalPages(data, plan: plan, shape: shape, map: map)
        let layout = FlatLayout(order: plan.order, geometry: shape, totalPages: total)
        let held = layout.held(size: data.size, oobFileSize: oobFile?.size ?? 0)
        let needed = map.chipPages(for: held.begun)
        let blocks = needed / shape.pagesPerBlock + (needed % shape.pagesPerBlock == 0 ? 0 : 1)
        let listedEnd = plan.listedBad.runs.last?.upperBound.rawValue ?? 0
        geometry = try shape.with(blockCount: spec.blockCount ?? max(blocks, plan.skipsListed ? listedEnd : 0))
        geometryOrigin = plan.origin
        chipOOBSize = spec.oobSize
        writtenAs = plan.writtenAs
        positions = plan.positions
        marker = plan.marker
        bad = BadBlockRule(listed: plan.listedBad, marker: holdsOOB ? plan.marker : nil)
        holes = plan.holes
        holesAreExact = plan.holesAreExact
        self.layout = layout
        self.map = map
        self.held = held
        files = FlatFiles(data: data, oob: oobFile)
        findings =
            plan.findings
            + FlatImage.findings(data, layout: layout, held: held, geometry: geometry, needed: needed)
    }

    private static func startPage(_ start: Int, _ shape: Geometry) throws -> PageNumber {
        guard start % shape.pageSize == 0, start >= 0, start <= Geometry.Limits.chipSize else {
            throw UsageError("start=\(ByteCount.hex(start)): expected a multiple of the page size \(shape.pageSize)")
        }
        return PageNumber(start / shape.pageSize)
    }

    /// File pages in all, which only ``FlatOrder/atEnd`` has to know beforehand.
    private static func totalPages(
        _ data: any ByteSource, plan: Plan, shape: Geometry, map: AddressMap
    ) throws -> Int {
        guard plan.order == .atEnd else { return 0 }
        if let blocks = plan.geometry.blockCount { return blocks * shape.pagesPerBlock }
        guard data.size % shape.rawPageSize == 0 else {
            throw FormatError(
                .truncated, name: data.name, at: data.size,
                "size is \(data.size), expected a multiple of \(shape.rawPageSize) (page and OOB)",
                hint: "where the OOB begins cannot be told; give the number of blocks, as in -g \(plan.geometry)x1024")
        }
        return data.size / shape.rawPageSize
    }

    private static func findings(
        _ data: any ByteSource, layout: FlatLayout, held: (whole: Int, begun: Int), geometry: Geometry, needed: Int
    ) -> [Finding] {
        var findings: [Finding] = []
        if held.whole < held.begun {
            let cut = held.begun - held.whole
            findings.append(
                Finding(
                    .warning,
                    "the file ends inside \(PageNumber(held.whole)): \(cut == 1 ? "it is" : "\(cut) pages are") unreadable",
                    at: data.size))
        }
        if needed > geometry.pageCount {
            findings.append(
                Finding(
                    .warning, "the dump holds \(needed) pages, the geometry \(geometry) only \(geometry.pageCount)",
                    at: layout.dataOffset(max(0, held.begun - (needed - geometry.pageCount)))))
        }
        return findings
    }
}
