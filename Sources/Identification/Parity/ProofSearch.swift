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
    var ranking: TrialRanking {
        TrialRanking(entries.filter { $0.trial.isProved(hypotheses: hypotheses) })
    }

    /// Whether some layout that fits pages of `size` raw bytes is proved already and has nothing to do with them.
    func isPointless(_ shape: LayoutTemplate.Shape) -> Bool {
        let proved = entries.filter { $0.trial.isProved(hypotheses: hypotheses) }
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
        entries += test.trials.map {
            TrialRanking.Entry(trial: $0, pages: pages, order: order, isSupported: isSupported)
        }
    }

    /// Recovers what no layout of the catalogue has.
    ///
    /// - Returns: what was seen and proves no layout, a sentence each.
    mutating func recover() -> [String] {
        let blind = BlindStage(readings, effort)
        if let entry = blind.entry {
            hypotheses += BlindStage.hypotheses
            entries.append(entry)
        }
        return blind.remarks
    }

    /// Tries every layout again on what was read, and lets codes correct: most steps may have wrong bits.
    mutating func testDecoding(rows limit: Int) throws {
        for reading in readings where !isPointless(reading.pages.shape) {
            for codec in try shelf.codecs(for: reading.pages.shape) where codec.canCheck {
                var trial = LayoutTrial(codec, keyCycle: codec.layout.scrambler?.seeds.count, decodes: true)
                guard trial.checkBits >= 6 else { continue }
                hypotheses += 1
                for row in reading.rows.prefix(8) { trial.add(row) }
                guard trial.matched > 0 else { continue }
                for row in reading.rows.dropFirst(8).prefix(max(0, limit - 8)) { trial.add(row) }
                entries.append(
                    TrialRanking.Entry(
                        trial: trial, pages: reading.pages, order: reading.order, isSupported: reading.isSupported))
            }
        }
    }
}
