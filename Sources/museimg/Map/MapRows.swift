// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Inspect

/// Consecutive pages, or whole blocks, of one state.
struct MapRow {
    var pages: PageRange
    var state: PageState
    /// Whether the dump holds bytes of it.
    var isHeld: Bool
}

/// The rows of a map, one after the other.
struct MapRows {
    private let geometry: Geometry
    private var extents: ExtentSequence?
    private var blocks: BlockStateSequence?

    init(_ source: any PageSource, by unit: MapUnit) throws {
        geometry = source.geometry
        switch unit {
        case .page: extents = try ExtentSequence(source)
        case .block: blocks = try BlockStateSequence(source)
        }
    }

    mutating func next() throws -> MapRow? {
        if let extent = try extents?.next() {
            return MapRow(pages: extent.pages, state: extent.state, isHeld: extent.content != .absent)
        }
        guard let run = try blocks?.next() else { return nil }
        let pages = geometry.firstPage(of: run.blocks.lowerBound)..<geometry.firstPage(of: run.blocks.upperBound)
        return MapRow(pages: pages, state: run.state, isHeld: run.isHeld)
    }
}

/// Sums over the rows of a map, for each state.
struct MapTotals {
    let geometry: Geometry
    private(set) var pages: [PageState: Int] = [:]

    init(_ geometry: Geometry) { self.geometry = geometry }

    mutating func add(_ row: MapRow) { pages[row.state, default: 0] += row.pages.count }

    /// In the order in which states are always told.
    var inOrder: [(state: PageState, pages: Int)] { PageState.allCases.map { ($0, pages[$0] ?? 0) } }
}
