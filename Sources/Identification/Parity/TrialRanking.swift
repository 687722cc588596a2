// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import PageLayout

/// Chooses among layouts that are proved by the same pages.
///
/// Several may be: names for one code in the same places, sectors that look alike in pages of two sizes. What is left
/// after every comparison is told and not hidden.
struct TrialRanking {
    /// A proved layout and how the file was read for it.
    struct Entry {
        var trial: LayoutTrial
        var pages: any RawPages
        var order: FlatOrder
        /// Whether something else than parity speaks for this page size and order.
        var isSupported: Bool

        var layout: PageLayout { trial.layout }
    }

    /// nil when nothing is proved.
    let best: Entry?
    /// Names of layouts that fit these bytes as well, best first.
    let equals: [String]
    /// A reading that contradicts the best and cannot be ruled out; nil when there is none.
    let rival: Entry?
    /// One for each page size that verifies the same, ascending, where each size divides the next.
    let sizes: [Entry]
    /// Proved as well, but of fewer steps: other parts of the chip may have them.
    let others: [Entry]

    init(_ entries: [Entry]) {
        let most = entries.max { $0.trial.coverage < $1.trial.coverage }
        let least = most.map { $0.trial.coverage - 0.02 - 3 * $0.trial.coverageNoise } ?? 0
        // Pages of two sizes are different samples: what chance makes of both is no difference.
        let top = entries.filter { $0.trial.coverage + 3 * $0.trial.coverageNoise >= least }.sorted(by: Self.precedes)
        others = entries.filter { $0.trial.coverage + 3 * $0.trial.coverageNoise < least }
            .sorted { $0.trial.coverage > $1.trial.coverage }
        best = top.first
        guard let first = top.first else {
            (equals, rival, sizes) = ([], nil, [])
            return
        }
        var sizes: [Entry] = []
        for entry in top.sorted(by: { $0.layout.rawPageSize < $1.layout.rawPageSize }) {
            let size = entry.layout.rawPageSize
            guard entry.order == first.order, Self.decides(entry, first) == 0 else { continue }
            let last = sizes.last?.layout.rawPageSize ?? 0
            if last == 0 || size > last && size % last == 0 { sizes.append(entry) }
        }
        self.sizes = sizes
        var names: [String] = []
        for entry in top where entry.layout.name != first.layout.name {
            if Self.readsAlike(entry, first), !names.contains(entry.layout.name) { names.append(entry.layout.name) }
        }
        equals = names
        rival = top.first { !Self.readsAlike($0, first) && Self.decides($0, first) == 0 }
    }

    /// Whether both find the same bits protected by the same code in the same way.
    private static func readsAlike(_ a: Entry, _ b: Entry) -> Bool {
        a.order == b.order && a.layout.pageSize == b.layout.pageSize && a.layout.oobSize == b.layout.oobSize
            && a.layout.data == b.layout.data && a.layout.scrambler == b.layout.scrambler
    }

    /// What speaks for one of two layouts that verify the same: negative for the first.
    private static func decides(_ a: Entry, _ b: Entry) -> Int {
        let marker = compare(a, b, \.unmarkedRate)
        if marker != 0 { return marker }
        if a.isSupported != b.isSupported { return a.isSupported ? -1 : 1 }
        let pads = compare(a, b, \.paddedRate)
        if pads != 0 { return pads }
        // More protected bits are the more special claim.
        return protected(b.layout) - protected(a.layout)
    }

    private static func compare(_ a: Entry, _ b: Entry, _ rate: (LayoutTrial) -> Double) -> Int {
        let (ra, rb) = (rate(a.trial), rate(b.trial))
        let margin = LayoutTrial.margin(ra, rb, pages: min(a.trial.pagesThere, b.trial.pagesThere))
        return abs(ra - rb) <= margin ? 0 : ra > rb ? -1 : 1
    }

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        let decision = decides(a, b)
        if decision != 0 { return decision < 0 }
        let (sa, sb) = (sureness(a.layout), sureness(b.layout))
        return sa != sb ? sa < sb : a.layout.name < b.layout.name
    }

    private static func sureness(_ layout: PageLayout) -> Int {
        Sureness.allCases.firstIndex(of: layout.sureness) ?? 0
    }

    private static func protected(_ layout: PageLayout) -> Int {
        layout.steps.reduce(0) { $0 + $1.message.compactMap(\.range).bitCount } * 256 / layout.rawPageSize
    }
}
