// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import TestKit

/// What a conversion has to do, page by page, told as simply as it can be.
struct Model {
    private let source: Snapshot

    init(_ source: Snapshot) { self.source = source }

    /// - Parameter chipOOBSize: bytes of OOB that a target with OOB gets where the source has none.
    func written(as target: Expressiveness, chipOOBSize: Int) -> (snapshot: Snapshot, account: [Account.Kind: Int]) {
        let geometry = source.geometry
        let oobSize = !target.hasOOB ? 0 : geometry.oobSize > 0 ? geometry.oobSize : chipOOBSize
        let keepsOOB = target.hasOOB && geometry.oobSize > 0
        let marker = keepsOOB ? BadBlockMarker.standard(for: geometry) : nil
        var account: [Account.Kind: Int] = [:]
        func count(_ kind: Account.Kind, _ n: Int) { if n > 0 { account[kind, default: 0] += n } }
        let blank = Snapshot.Page(
            state: .erased, data: .init(repeating: 0xFF, count: geometry.pageSize),
            oob: .init(repeating: 0xFF, count: oobSize))
        let gone = Snapshot.Page(state: .missing, isHeld: false, data: [], oob: [])

        // The last page that is written because it is there, and how far the rest has to be completed.
        let last = source.pages.lastIndex { $0.state != .missing }
        var end = last.map { $0 + 1 } ?? 0
        if let unit = target.completesTo?(geometry), end > 0 { end = (end + unit - 1) / unit * unit }

        var pages: [Snapshot.Page] = []
        for (i, page) in source.pages.enumerated() {
            switch page.state {
            case .missing where target.leavesOutMissing ? isInWholeGap(i, target.missingUnit) : i >= end:
                pages.append(gone)
            case .missing:
                count(.missingAsErased, 1)
                pages.append(blank)
            case .bad where !page.isHeld && target.leavesOutAbsentBad:
                if i % geometry.pagesPerBlock == 0 { count(.badMarksLost, 1) }
                pages.append(gone)
            case .bad where !page.isHeld:
                var made = blank
                let index = i % geometry.pagesPerBlock
                if let marker, marker.pages.contains(index) { made.oob[marker.offset] = 0 }
                if index == 0 { count(marker == nil ? .badMarksLost : .badMarksMade, 1) }
                made.state = made.stateByContent
                pages.append(made)
            default:
                var copy = page
                if !keepsOOB {
                    count(.oobDropped, Snapshot.programmed(page.oob))
                    copy.oob = blank.oob
                }
                if !keepsOOB, oobSize > 0, page.state != .erased { count(.oobMade, 1) }
                if page.state == .unreadable { count(.unreadable, 1) }
                copy.state = copy.stateByContent
                pages.append(copy)
            }
        }
        let bad = markBad(&pages, geometry, marker)
        // A bad block that is copied and does not show itself as bad any more has lost its mark.
        for run in source.bad.runs {
            for block in run
            where source.pages[geometry.firstPage(of: block).rawValue].isHeld && !bad.contains(block) {
                count(.badMarksLost, 1)
            }
        }
        guard
            let shape = try? Geometry(
                pageSize: geometry.pageSize, oobSize: oobSize, pagesPerBlock: geometry.pagesPerBlock,
                blockCount: geometry.blockCount)
        else { return (source, account) }
        return (Snapshot(geometry: shape, pages: pages, bad: bad), account)
    }

    /// Whether every byte of the units that page `index` has a part in is missing.
    private func isInWholeGap(_ index: Int, _ unit: Int) -> Bool {
        let size = source.geometry.pageSize
        // A gap of pages can be left out only where pages and units begin together.
        var step = size
        while step % unit != 0 { step += size }
        let pages = step / size
        let first = index / pages * pages
        return source.pages[first..<min(first + pages, source.pages.count)].allSatisfy { $0.state == .missing }
    }

    /// A reader's view: blocks with a mark are bad as a whole, as far as they are there.
    private func markBad(
        _ pages: inout [Snapshot.Page], _ geometry: Geometry, _ marker: BadBlockMarker?
    ) -> BlockSet {
        var bad = BlockSet()
        guard let marker else { return bad }
        for first in stride(from: 0, to: pages.count, by: geometry.pagesPerBlock) {
            let isBad = marker.pages.contains {
                pages[first + $0].isHeld && pages[first + $0].oob[marker.offset] != 0xFF
            }
            guard isBad else { continue }
            bad.insert(BlockNumber(first / geometry.pagesPerBlock))
            for i in first..<(first + geometry.pagesPerBlock) where pages[i].isHeld { pages[i].state = .bad }
        }
        return bad
    }
}
