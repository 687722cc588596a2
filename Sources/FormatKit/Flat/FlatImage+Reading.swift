// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension FlatImage {
    public func knownExtent(at page: PageNumber) -> PageExtent? {
        let all = geometry.allPages
        guard page < all.upperBound else { return nil }
        let (mapped, count) = map.filePage(of: page)
        let reach = page.advanced(by: min(count, all.upperBound.rawValue - page.rawValue))
        guard let filePage = mapped else {
            let isListed = bad.listed.contains(geometry.block(of: page))
            return absent(page..<reach, isListed: isListed)
        }
        if filePage >= held.begun {
            return absent(page..<reach, isListed: bad.listed.contains(geometry.block(of: page)))
        }
        return holeExtent(at: page, filePage: filePage, reach: reach)
    }

    /// A run of absent pages, cut where the list of bad blocks begins or stops to count.
    private func absent(_ pages: PageRange, isListed: Bool) -> PageExtent {
        var pages = pages
        if !bad.listed.isEmpty {
            let block = geometry.block(of: pages.lowerBound)
            let run = bad.listed.run(around: block, limit: block..<BlockNumber(geometry.blockCount)).blocks
            pages = pages.clamped(to: pages.lowerBound..<geometry.firstPage(of: run.upperBound))
        }
        return PageExtent(pages: pages, state: isListed ? .bad : .missing, content: .absent)
    }

    /// What a hole in the file says of the pages that lie in it whole; nil where there is none.
    private func holeExtent(at page: PageNumber, filePage: Int, reach: PageNumber) -> PageExtent? {
        guard layout.alternates || layout.oobSize == 0, filePage < held.whole else { return nil }
        let start = filePage * layout.rawPageSize
        guard let hole = files.data.hole(at: start) else { return nil }
        let whole = min(hole.upperBound / layout.rawPageSize, held.whole) - filePage
        let unit = holeUnit
        var pages = page..<min(reach, page.advanced(by: whole))
        if pages.upperBound < reach {
            // Only whole units have one state.
            let end = PageNumber(pages.upperBound.rawValue / unit * unit)
            guard end > page else { return nil }
            pages = page..<end
        }
        guard !pages.isEmpty else { return nil }
        switch holes {
        case .missing: return absent(pages, isListed: bad.listed.contains(geometry.block(of: page)))
        case .erased: return judged(pages, .erased, fill: 0xFF)
        case .data: return judged(pages, .programmed, fill: 0x00)
        }
    }

    /// A run of known bytes as far as its blocks are all bad or all good. Costs the same however long it is: where
    /// the pages with the marks are part of the run, the marks are known too.
    private func judged(_ pages: PageRange, _ state: PageState, fill: UInt8) -> PageExtent? {
        let block = geometry.block(of: pages.lowerBound)
        let listed = bad.listed.run(around: block, limit: block..<BlockNumber(geometry.blockCount))
        var end = min(pages.upperBound, geometry.firstPage(of: listed.blocks.upperBound))
        var isBad = listed.isMember
        if !isBad, let marker = bad.marker {
            let own = geometry.pages(of: block)
            let marked = marker.pages.map { own.lowerBound.advanced(by: $0) }
            if marked.allSatisfy({ pages.contains($0) }) {
                isBad = BadBlockMarker.saysBad(fill)
                // The last block may end before its marks are known.
                let last = geometry.firstPage(of: geometry.block(of: end))
                end = min(end, max(last, own.upperBound))
            } else {
                guard let known = try? bad.isBad(block, in: self) else { return nil }
                isBad = known
                end = min(end, own.upperBound)
            }
        }
        return PageExtent(pages: pages.lowerBound..<end, state: isBad ? .bad : state, content: .filled(fill))
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        guard let first = map.filePage(of: range.lowerBound).filePage, first < held.begun else {
            throw FlashError(.outOfRange, "the dump does not hold this page", page: range.lowerBound, in: geometry)
        }
        var count = min(range.count, buffer.capacity, map.filePage(of: range.lowerBound).count, held.begun - first)
        count = min(count, layout.contiguous(from: first))
        if first < held.whole { count = min(count, held.whole - first) }
        if holes != .data { count = pagesBeforeHole(first, count) }
        buffer.pages = PageRange(from: range.lowerBound, count: count)
        try readBytes(filePage: first, count: count, into: buffer)
        if first < held.whole {
            buffer.classifyByContent()
            if holes == .missing { markPartlyHeld(filePage: first, in: buffer) }
        } else {
            buffer.setState(.unreadable, of: buffer.pages)
        }
        try setBadStates(in: buffer)
        return buffer.pages
    }

    private func readBytes(filePage: Int, count: Int, into buffer: PageBuffer) throws {
        if layout.alternates {
            let raw = buffer.scratch(bytes: count * layout.rawPageSize)
            _ = try files.data.readPadded(into: raw, at: filePage * layout.rawPageSize)
            blankHoles(in: raw, at: filePage * layout.rawPageSize)
            buffer.holdsTogether(oobFirst: layout.order == .oobFirst)
            return
        }
        let data = buffer.data(count: count)
        _ = try files.data.readPadded(into: data, at: layout.dataOffset(filePage))
        blankHoles(in: data, at: layout.dataOffset(filePage))
        if layout.oobSize > 0 {
            _ = try files.oobSource.readPadded(into: buffer.oob(count: count), at: layout.oobOffset(filePage))
        }
    }

    private func setBadStates(in buffer: PageBuffer) throws {
        guard bad.marker != nil || !bad.listed.isEmpty else { return }
        var page = buffer.pages.lowerBound
        while page < buffer.pages.upperBound {
            let block = geometry.block(of: page)
            let part = geometry.pages(of: block).clamped(to: buffer.pages)
            if try bad.isBad(block, in: self, shownBy: buffer) { buffer.setBad(part) }
            page = part.upperBound
        }
    }
}
