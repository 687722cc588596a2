// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Compares two images page by page, in memory that does not grow.
///
/// A page that one side does not hold is never equal to anything: it is counted as not compared.
public struct Comparison {
    private var a: CompareSide
    private var b: CompareSide
    private let withOOB: Bool
    private let geometry: Geometry
    private var next = PageNumber(0)
    /// Pages that both chips have.
    private let common: PageNumber
    public private(set) var totals = ComparisonTotals()
    /// The last block whose mark was looked at.
    private var markedBlock = -1

    /// - Throws: ``FlashError`` (`invalidGeometry`) unless page, block and, where compared, OOB are of one size.
    ///   The number of blocks may differ.
    public init(_ a: any PageSource, _ b: any PageSource, withOOB: Bool) throws(FlashError) {
        let (x, y) = (a.geometry, b.geometry)
        guard x.pageSize == y.pageSize, x.pagesPerBlock == y.pagesPerBlock else {
            throw FlashError(.invalidGeometry, "the geometries differ: \(x) and \(y)")
        }
        if withOOB {
            guard x.oobSize == y.oobSize, x.oobSize > 0 else {
                throw FlashError(
                    .invalidGeometry, "the OOB cannot be compared: \(x.oobSize) and \(y.oobSize) bytes a page")
            }
        }
        let capacity = max(x.unitPages, PageBuffer.preferredBytes / x.pageSize)
        self.a = CompareSide(a, capacity: capacity)
        self.b = CompareSide(b, capacity: capacity)
        self.withOOB = withOOB
        geometry = x
        common = PageNumber(min(x.pageCount, y.pageCount))
    }

    /// Bytes of data to go through.
    public var size: Int { common.rawValue * geometry.pageSize }
    /// Bytes of data gone through.
    public var position: Int { next.rawValue * geometry.pageSize }

    /// Compares the next stretch, 256 KiB or more.
    ///
    /// - Returns: false at the end.
    public mutating func step(_ visit: (PageDifference) throws -> Void) throws -> Bool {
        guard next < common else {
            try finish()
            return false
        }
        let (contentA, extentA) = try a.content(at: next, end: common)
        let (contentB, extentB) = try b.content(at: next, end: common)
        var pages = extentA.pages.clamped(to: extentB.pages)
        switch (contentA, contentB) {
        case (.absent, .absent): totals.inNeither += pages.count
        case (.absent, _): totals.onlyInB += pages.count
        case (_, .absent): totals.onlyInA += pages.count
        case (.filled(let x), .filled(let y)) where x == y:
            totals.identical += pages.count
            noteMarks(pages, extentA.state, extentB.state)
        default:
            pages = pages.clamped(to: PageRange(from: next, count: a.buffer.capacity))
            if case .filled(let byte) = contentA { a.materialise(pages, byte, extentA.state) }
            if case .filled(let byte) = contentB { b.materialise(pages, byte, extentB.state) }
            try compare(pages, visit)
        }
        next = pages.upperBound
        return true
    }

    /// Counts what lies behind the end of the shorter one, once.
    private mutating func finish() throws {
        try countRest(of: a.source) { $0.onlyInA += $1 }
        try countRest(of: b.source) { $0.onlyInB += $1 }
    }

    private mutating func countRest(
        of source: any PageSource, _ add: (inout ComparisonTotals, Int) -> Void
    ) throws {
        var page = common
        let end = source.geometry.allPages.upperBound
        while page < end {
            let known = source.knownExtent(at: page)
            let part = known?.pages.clamped(to: page..<end) ?? page..<min(end, page.advanced(by: 1))
            if known?.content == .absent { totals.inNeither += part.count } else { add(&totals, part.count) }
            page = part.upperBound
        }
    }

    /// Pages that both buffers hold.
    private mutating func compare(_ pages: PageRange, _ visit: (PageDifference) throws -> Void) throws {
        let isEqual =
            ByteDifference.areEqual(.init(a.buffer.data(of: pages)), .init(b.buffer.data(of: pages)))
            && (!withOOB || ByteDifference.areEqual(.init(a.buffer.oob(of: pages)), .init(b.buffer.oob(of: pages))))
        var page = pages.lowerBound
        while page < pages.upperBound {
            let unit = geometry.unitPages
            let end = min(PageNumber((page.rawValue / unit + 1) * unit), pages.upperBound)
            try judge(page..<end, isKnownEqual: isEqual, visit)
            page = end
        }
    }

    private mutating func judge(
        _ pages: PageRange, isKnownEqual: Bool, _ visit: (PageDifference) throws -> Void
    ) throws {
        let states = (a.buffer.state(of: pages.lowerBound), b.buffer.state(of: pages.lowerBound))
        noteMarks(pages, states.0, states.1)
        if states.0 == .uncorrectable { totals.uncorrectableInA += pages.count }
        if states.1 == .uncorrectable { totals.uncorrectableInB += pages.count }
        if states.0 == .unreadable || states.1 == .unreadable {
            totals.unreadable += pages.count
        } else if isKnownEqual {
            totals.identical += pages.count
        } else if let difference = difference(of: pages) {
            totals.different += pages.count
            totals.bits += difference.bits
            try visit(difference)
        } else {
            totals.identical += pages.count
        }
    }

    private func difference(of pages: PageRange) -> PageDifference? {
        let data = ByteDifference.count(.init(a.buffer.data(of: pages)), .init(b.buffer.data(of: pages)))
        let oob = withOOB ? ByteDifference.count(.init(a.buffer.oob(of: pages)), .init(b.buffer.oob(of: pages))) : nil
        guard data != nil || oob != nil else { return nil }
        return PageDifference(
            pages: pages, firstData: data?.first, firstOOB: oob?.first, bits: (data?.bits ?? 0) + (oob?.bits ?? 0))
    }

    /// Counts each block once, where its first pages are compared; an unreadable page says nothing of its block.
    private mutating func noteMarks(_ pages: PageRange, _ a: PageState, _ b: PageState) {
        guard (a == .bad) != (b == .bad), a != .unreadable, b != .unreadable, let last = pages.last else { return }
        let first = max(markedBlock + 1, geometry.block(of: pages.lowerBound).rawValue)
        let count = geometry.block(of: last).rawValue - first + 1
        guard count > 0 else { return }
        markedBlock = first + count - 1
        if a == .bad { totals.badOnlyInA += count } else { totals.badOnlyInB += count }
    }
}
