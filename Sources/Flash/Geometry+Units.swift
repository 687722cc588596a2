// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension Geometry {
    /// The unit that holds `page`: one page, but up to 4096 "pages" of one byte on NOR.
    public func unit(of page: PageNumber) -> PageRange {
        PageRange(from: PageNumber(page.rawValue / unitPages * unitPages), count: unitPages)
    }

    /// How many units `pages` has something of.
    public func unitCount(of pages: PageRange) -> Int {
        guard !pages.isEmpty else { return 0 }
        return (pages.upperBound.rawValue - 1) / unitPages - pages.lowerBound.rawValue / unitPages + 1
    }

    /// Calls `body` with the part of each unit that `pages` has, ascending.
    public func forEachUnit(of pages: PageRange, _ body: (PageRange) throws -> Void) rethrows {
        var next = pages.lowerBound
        while next < pages.upperBound {
            let part = next..<min(unit(of: next).upperBound, pages.upperBound)
            try body(part)
            next = part.upperBound
        }
    }
}
