// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Which blocks have which layout: one chip often carries several.
///
/// The first blocks, where boot loaders lie, are tested each, others here and there; between two that differ the
/// boundary is searched for.
struct RangePass {
    /// What a block says.
    enum Verdict: Hashable {
        /// Erased, constant or bad: it may have any layout.
        case neutral
        /// Number of a layout in ``layouts``.
        case layout(Int)
        /// Written, and no layout fits.
        case unknown
    }

    private let pages: any RawPages
    private let pagesPerBlock: Int
    private let blockCount: Int
    private let codecs: [LayoutCodec]
    private let hypotheses: Int
    private var found: [Int: Verdict] = [:]
    /// The main layout first; others in the order in which they were met.
    private(set) var trials: [LayoutTrial]

    private static let firstBlocks = 8
    private static let maxTests = 400

    init(
        _ pages: any RawPages, main: LayoutTrial, codecs: [LayoutCodec], pagesPerBlock: Int, hypotheses: Int,
        tests: Int
    ) throws {
        self.pages = pages
        self.pagesPerBlock = max(1, pagesPerBlock)
        self.codecs = codecs
        self.hypotheses = hypotheses
        blockCount = (pages.count + self.pagesPerBlock - 1) / self.pagesPerBlock
        trials = [main]
        let step = max(16, (blockCount + tests - 1) / max(1, tests))
        let blocks = Array(0..<min(Self.firstBlocks, blockCount)) + Array(stride(from: step, to: blockCount, by: step))
        for block in blocks + [blockCount - 1] where found[block] == nil && block >= 0 {
            found[block] = try verdict(block)
        }
        try findBoundaries()
    }

    /// The ranges, ascending and without gaps.
    var ranges: [IdentificationReport.LayoutRange] {
        var ranges: [IdentificationReport.LayoutRange] = []
        let marks = smoothed()
        for (block, verdict) in marks {
            var layout: PageLayout?
            if case .layout(let number) = verdict { layout = trials[number].layout }
            if let last = ranges.last, last.layout == layout { continue }
            let start = ranges.isEmpty ? 0 : block
            if let last = ranges.last { ranges[ranges.count - 1].blocks = last.blocks.lowerBound..<BlockNumber(start) }
            ranges.append(.init(blocks: BlockNumber(start)..<BlockNumber(blockCount), layout: layout))
        }
        if ranges.isEmpty {
            ranges = [.init(blocks: BlockNumber(0)..<BlockNumber(blockCount), layout: trials[0].layout)]
        }
        return ranges
    }

    /// What the blocks say, without single ones that fit nothing: those are damaged rather than of another layout.
    private func smoothed() -> [(block: Int, verdict: Verdict)] {
        let told = found.filter { $0.value != .neutral }.sorted { $0.key < $1.key }
            .map { (block: $0.key, verdict: $0.value) }
        return told.enumerated().filter { i, mark in
            guard mark.verdict == .unknown, i > 0 else { return true }
            let before = told[i - 1].verdict == .unknown
            let after = i + 1 < told.count && told[i + 1].verdict == .unknown
            return before || after
        }.map(\.element)
    }

    private mutating func findBoundaries() throws {
        while found.count < Self.maxTests {
            let told = found.filter { $0.value != .neutral }.sorted { $0.key < $1.key }
            var next: Int?
            for (a, b) in zip(told, told.dropFirst()) where a.value != b.value && b.key - a.key > 1 {
                let middle = (a.key + b.key) / 2
                next = (a.key + 1..<b.key).filter { found[$0] == nil }.min { abs($0 - middle) < abs($1 - middle) }
                if next != nil { break }
            }
            guard let next else { return }
            found[next] = try verdict(next)
        }
    }

    /// Telling pages of a block.
    private func rows(_ block: Int, limit: Int) throws -> [Row] {
        let first = block * pagesPerBlock
        let offsets =
            [0, 1, 2, 3, pagesPerBlock / 4, pagesPerBlock / 2, pagesPerBlock - 1] + Array(4..<max(4, pagesPerBlock))
        var seen = Set<Int>()
        var rows: [Row] = []
        for offset in offsets where offset < pagesPerBlock && seen.insert(offset).inserted {
            guard rows.count < limit, seen.count <= 4 * limit else { break }
            if let bytes = try pages.page(first + offset), RowSampler.tells(bytes) {
                rows.append(Row(page: first + offset, bytes: bytes))
            }
        }
        return rows
    }

    private mutating func verdict(_ block: Int) throws -> Verdict {
        var rows = try rows(block, limit: 4)
        guard !rows.isEmpty, !isMarked(rows) else { return .neutral }
        var told = 0
        for number in trials.indices {
            let result = count(rows, trials[number])
            told = max(told, result.told)
            if fits(trials[number], result) { return .layout(number) }
        }
        rows = try self.rows(block, limit: 24)
        guard told > 0 else { return .neutral }
        if let other = foreign(rows) {
            // Worn words failed the quick look at a layout that is known.
            if let known = trials.firstIndex(where: { $0.layout == other.layout }) { return .layout(known) }
            trials.append(other)
            return .layout(trials.count - 1)
        }
        for number in trials.indices {
            guard let decoding = decoded(rows, trials[number]) else { continue }
            if decoding.matched >= 3, decoding.matched * 2 >= decoding.tested { return .layout(number) }
            // What was not blank were wrong bits.
            if number == 0, decoding.tested == 0 { return .neutral }
        }
        return count(rows, trials[0]).told >= 8 ? .unknown : .neutral
    }

    private func count(_ rows: [Row], _ trial: LayoutTrial) -> (told: Int, matched: Int) {
        var fresh = LayoutTrial(trial.codec, keyCycle: trial.keyCycle)
        return rows.reduce((0, 0)) { sum, row in
            let one = fresh.add(row)
            return (sum.0 + one.told, sum.1 + one.matched)
        }
    }

    private func fits(_ trial: LayoutTrial, _ result: (told: Int, matched: Int)) -> Bool {
        trial.codec.checkBits >= 52
            ? result.matched >= 1 : result.matched * 2 >= result.told && result.matched >= min(2, result.told)
    }

    /// Another layout that this block proves by itself.
    private func foreign(_ rows: [Row]) -> LayoutTrial? {
        let test = ParityTest(codecs, rows: rows, isThorough: false)
        let proved = test.trials.filter { $0.isProved(hypotheses: hypotheses + test.hypotheses) }
        let ranking = TrialRanking(
            proved.map { .init(trial: $0, pages: pages, order: .interleaved, isSupported: true) })
        return ranking.rival == nil ? ranking.best?.trial : nil
    }

    /// What a layout's correction makes of a block that is worn, or of another layout; nil for weak codes.
    private func decoded(_ rows: [Row], _ trial: LayoutTrial) -> LayoutTrial? {
        var decoding = LayoutTrial(trial.codec, keyCycle: trial.keyCycle, decodes: true)
        guard decoding.checkBits >= 6 else { return nil }
        for row in rows.prefix(6) { decoding.add(row) }
        return decoding
    }

    /// Whether the main layout's mark says that the block is bad.
    private func isMarked(_ rows: [Row]) -> Bool {
        guard let marker = trials[0].layout.marker?.range, marker.isWholeBytes else { return false }
        return rows.prefix(2).contains { row in
            marker.bytes.upperBound <= row.bytes.count && row.bytes[marker.bytes.lowerBound] == 0
        }
    }
}
