// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import PageLayout

/// Collects what layouts of the catalogue prove, over all ways to read the dump.
struct ProofSearch {
    /// A way to read the dump that was tried.
    struct Reading {
        var pages: any RawPages
        var order: FlatOrder
        var rows: [Row]
        var isSupported: Bool
    }

    private static let decodedReadings = 10

    let effort: Identifier.Effort
    var shelf: LayoutShelf
    /// Layouts tried so far, every reading counted.
    private(set) var hypotheses = 0
    private(set) var readings: [Reading] = []
    private var entries: [TrialRanking.Entry] = []

    init(_ catalogue: LayoutCatalogue, _ effort: Identifier.Effort) {
        shelf = LayoutShelf(catalogue)
        self.effort = effort
    }

    /// What is proved so far.
    var ranking: TrialRanking { TrialRanking(proved) }

    private var proved: [TrialRanking.Entry] { entries.filter { $0.trial.isProved(hypotheses: hypotheses) } }

    /// Settles which of several page sizes is right whose sectors look alike, where the pages tell.
    mutating func settleSizes() throws {
        let sizes = ranking.sizes
        guard ranking.rival != nil, let smallest = sizes.first, sizes.count > 1 else { return }
        // The right one divides every end of writing, and none that is larger does.
        for (i, entry) in sizes.enumerated() {
            let size = entry.layout.rawPageSize
            if i > 0 {
                let ratio = size / smallest.layout.rawPageSize
                let edges = try WrittenEdges(smallest.pages, ratio: ratio)
                guard edges.speakForSmaller == false else { continue }
            }
            if i + 1 < sizes.count {
                let ratio = sizes[i + 1].layout.rawPageSize / size
                let edges = try WrittenEdges(entry.pages, ratio: ratio)
                guard edges.speakForSmaller == true else { continue }
            }
            for k in entries.indices { entries[k].isSupported = entries[k].layout.rawPageSize == size }
            return
        }
    }

    /// Whether some layout that fits pages of `size` raw bytes is proved already and has nothing to do with them.
    func isPointless(_ shape: LayoutTemplate.Shape) -> Bool {
        let proved = proved
        return !proved.isEmpty
            && proved.allSatisfy {
                let other = $0.layout.rawPageSize
                return other % shape.rawSize != 0 && shape.rawSize % other != 0
            }
    }

    /// Tries every layout for these pages, bit for bit.
    mutating func test(
        _ pages: any RawPages, _ order: FlatOrder, rows: [Row], isSupported: Bool, isThorough: Bool
    ) throws {
        guard !rows.isEmpty else { return }
        readings.append(Reading(pages: pages, order: order, rows: rows, isSupported: isSupported))
        let test = ParityTest(try shelf.codecs(for: pages.shape), rows: rows, isThorough: isThorough)
        hypotheses += test.hypotheses
        for trial in test.trials where try isCoherent(trial, pages) {
            entries.append(TrialRanking.Entry(trial: trial, pages: pages, order: order, isSupported: isSupported))
        }
    }

    /// Whether pages beside those that matched match as well: a layout holds for blocks, not for a page here and there.
    private func isCoherent(_ trial: LayoutTrial, _ pages: any RawPages) throws -> Bool {
        // A mask of any bytes may be a scrambler's key, which only pages at one place of their blocks have.
        guard trial.coverage < 0.5 || trial.layout.code.hasUnusualMask else { return true }
        var (told, matched) = (0, 0)
        for place in trial.places {
            var beside = LayoutTrial(trial.codec, keyCycle: trial.keyCycle, decodes: trial.decodes)
            for number in place / 16 * 16..<place / 16 * 16 + 16 where number != place {
                guard let bytes = try pages.page(number), RowSampler.tells(bytes) else { continue }
                let result = beside.add(Row(page: number, bytes: bytes))
                if result.told > 0 { told += 1 }
                if result.matched > 0 { matched += 1 }
            }
        }
        return told == 0 || matched * 2 >= told
    }

    /// Recovers what no layout of the catalogue has.
    ///
    /// - Returns: what was seen and proves no layout, a sentence each.
    /// - Throws: what reading throws.
    mutating func recover() throws -> [String] {
        let blind = try BlindStage(readings, effort, isCoherent: isCoherent)
        if let entry = blind.entry {
            hypotheses += BlindStage.hypotheses
            entries.append(entry)
        }
        return blind.remarks
    }

    /// Tries every layout again on what was read, and lets codes correct: most steps may have wrong bits.
    mutating func testDecoding(rows limit: Int) throws {
        // The likeliest ones: words that cannot be corrected take long.
        for reading in readings.prefix(Self.decodedReadings) where !isPointless(reading.pages.shape) {
            for codec in try shelf.codecs(for: reading.pages.shape) where codec.canCheck {
                var trial = LayoutTrial(codec, keyCycle: codec.layout.scrambler?.seeds.count, decodes: true)
                guard trial.checkBits >= 6 else { continue }
                hypotheses += 1
                for row in reading.rows.prefix(8) { trial.add(row) }
                guard trial.matched > 0 else { continue }
                for row in reading.rows.dropFirst(8).prefix(max(0, limit - 8)) { trial.add(row) }
                guard trial.isProved(hypotheses: hypotheses), try isCoherent(trial, reading.pages) else { continue }
                entries.append(
                    TrialRanking.Entry(
                        trial: trial, pages: reading.pages, order: reading.order, isSupported: reading.isSupported))
            }
        }
    }
}
