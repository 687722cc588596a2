// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import PageLayout

/// The last resort: codes that no layout of the catalogue has, recovered from the pages.
struct BlindStage {
    /// What was recovered and proved with its layout.
    private(set) var entry: TrialRanking.Entry?
    /// What was recovered or seen and makes no layout, a sentence each.
    private(set) var remarks: [String] = []

    static let hypotheses = Int(BlindRecovery.hypotheses)
    private static let maxReadings = 4

    /// - Parameter isCoherent: whether a layout holds for neighbours of the pages that it was found on.
    /// - Throws: what reading throws.
    init(
        _ readings: [ProofSearch.Reading], _ effort: Identifier.Effort,
        isCoherent: (LayoutTrial, any RawPages) throws -> Bool
    ) throws {
        var seen = Set<LayoutTemplate.Shape>()
        let likely = readings.filter { $0.rows.count >= 9 && seen.insert($0.pages.shape).inserted }
        for reading in likely.prefix(Self.maxReadings) where entry == nil {
            try look(reading, effort == .full ? .normal : .quick, isCoherent)
        }
        guard entry == nil, let first = likely.first else { return }
        try look(first, effort == .full ? .thorough : .normal, isCoherent)
        guard entry == nil else { return }
        if let keyed = try KeyedWords.sentence(first.pages) { remarks.append("with \(first.pages.shape): \(keyed)") }
        scrambler(first)
    }

    private func sample(_ reading: ProofSearch.Reading) -> PageSample? {
        let shape = reading.pages.shape
        return PageSample(pages: reading.rows.map(\.bytes), pageSize: shape.pageSize, oobSize: shape.oobSize)
    }

    private mutating func look(
        _ reading: ProofSearch.Reading, _ effort: BlindRecovery.Effort,
        _ isCoherent: (LayoutTrial, any RawPages) throws -> Bool
    ) throws {
        guard let sample = sample(reading) else { return }
        for found in BlindRecovery.run(sample, effort: effort) {
            let shape = reading.pages.shape
            guard let recovered = RecoveredLayout(found, shape, rows: reading.rows),
                let codec = try? LayoutCodec(recovered.layout)
            else {
                remarks.append("with \(shape): \(found.evidence.text), but not all of the page is understood")
                continue
            }
            guard !NestedWords.areIn(recovered.layout, reading.rows) else {
                remarks.append("with \(shape): \(found.evidence.text), in sectors whose size is not understood")
                continue
            }
            var trial = LayoutTrial(codec)
            for row in reading.rows { trial.add(row) }
            guard trial.isProved(hypotheses: Self.hypotheses), try isCoherent(trial, reading.pages) else {
                remarks.append("with \(shape): \(found.evidence.text)")
                continue
            }
            if recovered.guessesData {
                remarks.append("which of the protected bytes are data and which OOB is a guess")
            }
            entry = TrialRanking.Entry(
                trial: trial, pages: reading.pages, order: reading.order, isSupported: reading.isSupported)
            return
        }
    }

    private mutating func scrambler(_ reading: ProofSearch.Reading) {
        guard let sample = sample(reading), sample.count == reading.rows.count else { return }
        let cycle = reading.pages.shape.usualPagesPerBlock
        if let found = ScramblerTest.run(sample, pageIndexes: reading.rows.map { $0.page % cycle }) {
            remarks.append("a scrambler: \(found.evidence.text)")
        }
    }
}
