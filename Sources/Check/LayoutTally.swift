// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

/// Counts what ECC says of the pages of one layout.
///
/// One of the few places that hold raw memory.
final class LayoutTally {
    let codec: LayoutCodec
    private let space: LayoutCodec.Workspace
    private var check: LayoutCheck
    /// Pages whose steps are all clean, or all erased: the most by far.
    private var cleanPages = 0
    private var erasedPages = 0
    private var uncorrectablePages = 0
    private let rawPageSize: Int
    private let corrected: UnsafeMutableRawPointer
    /// The page as it lies on the chip, where a key has to come off first.
    private let onChip: UnsafeMutableRawPointer?

    init(_ codec: LayoutCodec, blocks: BlockSet) {
        self.codec = codec
        space = LayoutCodec.Workspace(for: codec)
        check = LayoutCheck(codec.layout, blocks)
        rawPageSize = codec.layout.rawPageSize
        corrected = .allocate(byteCount: rawPageSize, alignment: 64)
        onChip = codec.layout.scrambler == nil ? nil : .allocate(byteCount: rawPageSize, alignment: 64)
    }

    deinit {
        corrected.deallocate()
        onChip?.deallocate()
    }

    /// Of the page that was looked at last.
    var outcomes: [StepOutcome] { space.outcomes }

    /// Counts those of some programmed raw pages, from the first on, that nothing is wrong with.
    ///
    /// - Returns: how many; 0 where it takes a closer look to tell.
    func skipClean(_ raw: UnsafeRawPointer, count: Int) -> Int {
        guard onChip == nil else { return 0 }
        let clean = codec.leadingCleanPages(raw, count: count, space)
        cleanPages += clean
        return clean
    }

    /// Looks at a programmed raw page, from which a scrambler's key comes off.
    ///
    /// - Returns: whether nothing is wrong with it.
    func look(_ raw: UnsafeMutableRawPointer, pageInBlock: Int) -> Bool {
        if let onChip {
            onChip.copyMemory(from: raw, byteCount: rawPageSize)
            codec.scramble(raw, pageInBlock: pageInBlock)
        }
        corrected.copyMemory(from: raw, byteCount: rawPageSize)
        let isClean = codec.correct(corrected, pageInBlock: pageInBlock, space)
        check.pages += 1
        let dumped = UnsafeRawPointer(onChip ?? raw)
        if let onChip, !isClean { putKeyBack(raw, onChip) }
        var lost = false
        for (i, outcome) in space.outcomes.enumerated() {
            check.positions[i].add(outcome, bits: 0)
            switch outcome {
            case .clean, .erased: continue
            case .uncorrectable: lost = true
            case .corrected:
                let flips = codec.difference(i, from: corrected, to: dumped)
                check.zeroToOne += flips.zeroToOne
                check.oneToZero += flips.oneToZero
            }
        }
        if lost { uncorrectablePages += 1 }
        return isClean
    }

    /// Counts pages that are like one that nothing is wrong with.
    func repeatLast(_ pages: Int) {
        guard pages > 0 else { return }
        for (i, outcome) in space.outcomes.enumerated() {
            var one = StepTotals()
            one.add(outcome, bits: 0)
            one.clean *= pages
            one.erased = one.erased.map { $0 * pages }
            check.positions[i] += one
        }
        check.pages += pages
    }

    func addErased(_ pages: Int) { erasedPages += pages }

    /// Makes the corrected page what the chip would hold.
    private func putKeyBack(_ raw: UnsafeRawPointer, _ onChip: UnsafeRawPointer) {
        for i in 0..<rawPageSize {
            let key = raw.load(fromByteOffset: i, as: UInt8.self) ^ onChip.load(fromByteOffset: i, as: UInt8.self)
            let byte = corrected.load(fromByteOffset: i, as: UInt8.self)
            corrected.storeBytes(of: byte ^ key, toByteOffset: i, as: UInt8.self)
        }
    }

    /// What was counted so far.
    var result: LayoutCheck {
        var sum = check
        for i in sum.positions.indices {
            sum.positions[i].clean += cleanPages
            if erasedPages > 0 {
                if sum.positions[i].erased.isEmpty { sum.positions[i].erased = [0] }
                sum.positions[i].erased[0] += erasedPages
            }
        }
        sum.pages += cleanPages
        sum.uncorrectablePages = uncorrectablePages
        return sum
    }
}
