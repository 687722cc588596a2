// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Decides pages of which there are several copies.
///
/// A step is taken from the copy in which it has the fewest wrong bits; from the majority where that has fewer still, or
/// where it decodes nowhere. Bits outside of steps are the majority's, ties the best copy's. Nothing is corrected here.
struct PageVote {
    let room: VoteRoom
    var totals: VoteTotals

    private var geometry: Geometry { room.geometry }

    /// - Parameters:
    ///   - pages: of one set of ``VoteRoom/voters``.
    ///   - codec: nil where there is nothing to check.
    ///   - target: room for the raw pages.
    mutating func decide(
        _ pages: PageRange, codec: LayoutCodec?, to target: UnsafeMutableRawPointer
    ) -> VoteRule {
        let copies = room.place(pages.lowerBound)
        let bytes = pages.count * geometry.rawPageSize
        guard let first = copies.first else { return .incomplete }
        guard copies.dropFirst().contains(where: { BitMajority.distance(first, $0, count: bytes) > 0 }) else {
            target.copyMemory(from: first, byteCount: bytes)
            return copies.count == 1 ? .single : .equal
        }
        if pages.count == 1, let codec, codec.canCheck { return decode(pages.lowerBound, codec, to: target) }
        add(BitMajority.vote(copies, count: bytes, to: target))
        return .majority
    }

    private mutating func add(_ count: BitMajority.Count) {
        totals.differingBits += count.differing
        totals.tiedBits += count.tied
    }

    private mutating func decode(
        _ page: PageNumber, _ codec: LayoutCodec, to target: UnsafeMutableRawPointer
    ) -> VoteRule {
        let steps = codec.layout.steps.count
        let inBlock = page.rawValue % geometry.pagesPerBlock
        let majorityRow = room.copies.count * steps
        room.flips.removeAll(keepingCapacity: true)
        room.flips.append(contentsOf: repeatElement(Int.max, count: majorityRow + steps))
        for copy in room.voters { examine(room.raw(copy, page), codec, inBlock, row: copy * steps) }
        // Ties fall to the copy with the fewest wrong bits.
        let quality = room.voters.map { copy in
            room.flips[copy * steps..<(copy + 1) * steps].reduce(0) { $0 + min($1, 1 << 20) }
        }
        room.voters = zip(quality, room.voters).sorted { $0 < $1 }.map(\.1)
        add(BitMajority.vote(room.place(page), count: geometry.rawPageSize, to: room.majority))
        examine(room.majority, codec, inBlock, row: majorityRow)
        target.copyMemory(from: room.majority, byteCount: geometry.rawPageSize)
        var undecided = 0
        for step in 0..<steps {
            if !choose(step, page, codec, majorityFlips: room.flips[majorityRow + step], to: target) { undecided += 1 }
        }
        totals.undecidedSteps += undecided
        return undecided == 0 ? .decoded : .partial
    }

    private func examine(_ raw: UnsafeRawPointer, _ codec: LayoutCodec, _ inBlock: Int, row: Int) {
        let space = room.codecs.space(for: codec)
        if codec.layout.scrambler == nil {
            codec.examine(raw, pageInBlock: inBlock, space)
        } else {
            room.scratch.copyMemory(from: raw, byteCount: geometry.rawPageSize)
            codec.scramble(room.scratch, pageInBlock: inBlock)
            codec.examine(room.scratch, pageInBlock: inBlock, space)
        }
        for (i, outcome) in space.outcomes.enumerated() { room.flips[row + i] = outcome.flips ?? Int.max }
    }

    /// - Returns: false when the step decodes nowhere.
    private mutating func choose(
        _ step: Int, _ page: PageNumber, _ codec: LayoutCodec, majorityFlips: Int, to target: UnsafeMutableRawPointer
    ) -> Bool {
        let steps = codec.layout.steps.count
        func flips(_ copy: Int) -> Int { room.flips[copy * steps + step] }
        let fewest = room.voters.reduce(majorityFlips) { min($0, flips($1)) }
        guard fewest < Int.max else { return false }
        // Of equally good ones, the nearest to the majority; the majority itself is at distance 0.
        var best: (copy: Int?, distance: Int) = majorityFlips == fewest ? (nil, 0) : (nil, Int.max)
        var isDisputed = false
        for copy in room.voters where flips(copy) == fewest {
            let distance = codec.difference(step, from: room.raw(copy, page), to: room.majority).bits
            if fewest == 0, best.distance != Int.max, distance != best.distance { isDisputed = true }
            if distance < best.distance || (distance == 0 && best.copy == nil) { best = (copy, distance) }
        }
        if isDisputed { totals.disputedSteps += 1 }
        if let copy = best.copy {
            totals.stepsFromCopy[copy] += 1
            codec.copyStep(step, from: room.raw(copy, page), to: target)
        } else {
            totals.stepsFromMajority += 1
        }
        return true
    }
}
