// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension FlatImage {
    /// Pages of a file that has them as they lie on the chip, up to what it does not hold whole, to the first bad block,
    /// and to the first hole: on tmpfs, looking at a hole in memory would fill it.
    public func resident(_ range: PageRange) -> ResidentPages? {
        guard layout.order == .interleaved || layout.order == .dataOnly, holes == .data else { return nil }
        let (mapped, reach) = map.filePage(of: range.lowerBound)
        guard let first = mapped, first < held.whole else { return nil }
        let size = layout.rawPageSize
        var count = min(range.count, reach, held.whole - first)
        if let stretch = files.data.stretch(at: first * size) {
            count = stretch.isHole ? 0 : min(count, stretch.range.upperBound / size - first)
        }
        let pages = PageRange(from: range.lowerBound, count: max(0, count))
        let end = firstBad(in: pages)
        guard end > pages.lowerBound else { return nil }
        let good = pages.lowerBound..<end
        return files.data.mapped(at: first * size, count: good.count * size).map { ResidentPages(good, $0) }
    }

    public var isResidentIntact: Bool { files.data.isMappingIntact }

    /// Where the first block begins that is bad, or of which nobody knows; else the end.
    private func firstBad(in pages: PageRange) -> PageNumber {
        guard bad.marker != nil || !bad.listed.isEmpty else { return pages.upperBound }
        var page = pages.lowerBound
        while page < pages.upperBound {
            let block = geometry.block(of: page)
            guard let isBad = try? bad.isBad(block, in: self), !isBad else { return page }
            page = geometry.pages(of: block).upperBound
        }
        return pages.upperBound
    }
}
