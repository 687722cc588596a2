// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// The test that decides: every layout of the catalogue for one page size against the same pages, bit for bit.
struct ParityTest {
    /// Rows that every layout is tried on; those with a match go on.
    private static let screening = 16

    let rows: [Row]
    /// Layouts that had no match in the first rows are tried on all of them.
    let isThorough: Bool
    /// Layouts tried.
    private(set) var hypotheses = 0
    /// Those with at least one match.
    private(set) var trials: [LayoutTrial] = []

    init(_ codecs: [LayoutCodec], rows: [Row], isThorough: Bool) {
        self.rows = rows
        self.isThorough = isThorough
        for codec in codecs where codec.canCheck { run(codec) }
    }

    private mutating func run(_ codec: LayoutCodec) {
        guard let scrambler = codec.layout.scrambler else { return run(codec, cycle: nil) }
        // Blocks of more pages than there are keys need no trial of their own.
        let keys = scrambler.seeds.count
        for cycle in [keys] + [256, 128, 64, 32, 16].filter({ $0 < keys }) { run(codec, cycle: cycle) }
    }

    private mutating func run(_ codec: LayoutCodec, cycle: Int?) {
        hypotheses += 1
        var trial = LayoutTrial(codec, keyCycle: cycle)
        for row in rows.prefix(Self.screening) { trial.add(row) }
        guard isThorough || trial.matched > 0 else { return }
        for row in rows.dropFirst(Self.screening) { trial.add(row) }
        if trial.matched > 0 { trials.append(trial) }
    }
}
