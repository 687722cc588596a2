// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Identification of pages whose geometry is known: only the layout is asked for.
struct PageSearch {
    private let pages: DevicePages
    private let effort: Identifier.Effort
    private var proofs: ProofSearch

    init(_ source: any PageSource, _ catalogue: LayoutCatalogue, _ effort: Identifier.Effort) {
        pages = DevicePages(source)
        self.effort = effort
        proofs = ProofSearch(catalogue, effort)
    }

    mutating func run() throws -> IdentificationReport {
        var conclusion = Conclusion(effort)
        conclusion.hint = GeometrySpec(pages.source.geometry)
        guard pages.shape.oobSize > 0 else {
            conclusion.remarks = ["the pages hold no OOB, and so no parity that could prove anything"]
            return conclusion.report
        }
        let places = RowSampler.spread(count: pages.count)
        let rows = try RowSampler.rows(pages, at: places, limit: effort == .quick ? 48 : effort == .normal ? 64 : 128)
        try proofs.test(pages, .interleaved, rows: rows, isSupported: true, isThorough: effort != .quick)
        if effort != .quick, proofs.ranking.best == nil { try proofs.testDecoding(rows: 48) }
        if effort != .quick, proofs.ranking.best == nil { conclusion.remarks += try proofs.recover() }
        if rows.isEmpty { conclusion.remarks = ["every page looked at is one repeated byte or missing"] }
        return try conclusion.finish(&proofs, shortlist: [], source: nil)
    }
}
