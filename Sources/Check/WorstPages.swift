// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Keeps the few worst of many pages.
struct WorstPages {
    private(set) var pages: [PageFlips] = []
    private let limit: Int

    init(limit: Int) {
        self.limit = max(0, limit)
        pages.reserveCapacity(min(self.limit, 1024) + 1)
    }

    /// Whether a page so bad would be kept.
    func wants(worstStep: Int, total: Int) -> Bool {
        guard limit > 0, total > 0 else { return false }
        guard pages.count == limit, let last = pages.last else { return true }
        return (worstStep, total) > (last.worstStep, last.total)
    }

    mutating func add(_ page: PageFlips) {
        let at = pages.firstIndex { ($0.worstStep, $0.total) < (page.worstStep, page.total) } ?? pages.count
        pages.insert(page, at: at)
        if pages.count > limit { pages.removeLast() }
    }
}
