// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// `museimg.map/1`: a header, then one object for each row; or, with totals only, the header alone.
struct MapJSON: MapPrinter {
    private let subject: Subject
    private let unit: MapUnit
    private let onlyTotals: Bool
    private let console: Console

    init(_ subject: Subject, by unit: MapUnit, totals: Bool, _ console: Console) throws {
        self.subject = subject
        self.unit = unit
        onlyTotals = totals
        self.console = console
        if !totals { try console.printJSON(Header(by: unit, image: ImageAnswer(subject), totals: nil)) }
    }

    private struct Header: Encodable {
        let schema = "museimg.map/1"
        let by: MapUnit
        let image: ImageAnswer
        let totals: [Total]?
    }

    private struct Total: Encodable {
        let state: String
        let pages: Int
        let size: Int
    }

    private struct Row: Encodable {
        let firstPage: Int
        let pages: Int
        let firstBlock: Int?
        let blocks: Int?
        /// In the data, OOB not counted.
        let dataOffset: Int
        let fileOffset: Int?
        let size: Int
        let state: String
        let held: Bool
    }

    func row(_ row: MapRow) throws {
        let geometry = subject.geometry
        let first = row.pages.lowerBound
        try console.printJSON(
            Row(
                firstPage: first.rawValue, pages: row.pages.count,
                firstBlock: unit == .block ? geometry.block(of: first).rawValue : nil,
                blocks: unit == .block ? row.pages.count / geometry.pagesPerBlock : nil,
                dataOffset: first.rawValue * geometry.pageSize, fileOffset: subject.device.fileOffset(of: first),
                size: row.pages.count * geometry.pageSize, state: row.state.description, held: row.isHeld))
    }

    func end(_ totals: MapTotals) throws {
        guard onlyTotals else { return }
        let items = totals.inOrder.map { state, pages in
            Total(state: state.description, pages: pages, size: pages * subject.geometry.pageSize)
        }
        try console.printJSON(
            Header(by: unit, image: ImageAnswer(subject), totals: items.sorted { $0.state < $1.state }))
    }
}
