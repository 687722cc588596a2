// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Puts one page after the other into the raw form of its target layout.
struct PageEncoder {
    let room: CodecRooms.Room
    let geometry: Geometry
    var pageInBlock = 0
    var state = PageState.programmed
    /// nil where the target has no layout: pages stay as they are.
    var target: LayoutCodec?

    private(set) var account = EncodedSource.Account()
    private(set) var totals = StepTotals()
    /// Steps of the target that stay erased.
    private var erased: [Bool] = []
    /// Uncorrectable steps hold zeros, which get parity like any data.
    private var zeroes = false
    /// What the last pair of layouts needs.
    private var pair: (source: LayoutCodec, target: LayoutCodec, transfer: OOBTransfer, origins: StepOrigins)?
    /// Of the page that was transcoded last.
    private(set) var outcomes: [StepOutcome] = []
    var isUncorrectable: Bool { outcomes.contains(.uncorrectable) }

    init(room: CodecRooms.Room, geometry: Geometry) {
        self.room = room
        self.geometry = geometry
    }

    /// Data, with the target's own OOB or none.
    ///
    /// - Parameter raw: 0xFF throughout.
    mutating func plain(_ inner: PageBuffer, _ page: PageNumber, _ raw: UnsafeMutableRawPointer) {
        let one = PageRange(from: page, count: 1)
        let oobSize = inner.geometry.oobSize
        guard let data = inner.data(of: one).baseAddress else { return }
        let oob = oobSize > 0 ? inner.oob(of: one).baseAddress : nil
        guard let target else {
            raw.copyMemory(from: data, byteCount: geometry.pageSize)
            if let oob { (raw + geometry.pageSize).copyMemory(from: oob, byteCount: oobSize) }
            return
        }
        target.putTogether(data: data, oob: oob, raw)
        if state == .programmed {
            account.encodedPages += 1
            encode(raw, target, setsPads: oob == nil) { step in
                target.messageIsBlank(raw, step: step) ? .erase : .encode
            }
        } else if state != .bad {
            account.unencodedPages += 1
        }
        scramble(raw, target)
    }

    private mutating func encode(
        _ raw: UnsafeMutableRawPointer, _ target: LayoutCodec, setsPads: Bool, action: (Int) -> StepAction
    ) {
        guard target.layout.scrambler != nil else {
            return target.encode(raw, room.space(for: target), setsPads: setsPads, action: action)
        }
        // Taken out and put back: one array serves all pages.
        var erased = self.erased
        self.erased = []
        let count = target.layout.steps.count
        if erased.count != count { erased = Array(repeating: false, count: count) }
        target.encode(raw, room.space(for: target), setsPads: setsPads) { step in
            let what = action(step)
            erased[step] = what == .erase
            return what
        }
        self.erased = erased
    }

    /// Adds the key; steps that stay erased never see it.
    private mutating func scramble(_ raw: UnsafeMutableRawPointer, _ target: LayoutCodec) {
        guard target.layout.scrambler != nil else { return }
        target.scramble(raw, pageInBlock: pageInBlock)
        target.eraseOnChip(raw, where: erased)
        for i in erased.indices { erased[i] = false }
    }

    /// A raw page of another layout, or of the same.
    ///
    /// - Parameters:
    ///   - from: the raw page, which is used up.
    ///   - raw: 0xFF throughout.
    mutating func transcode(
        _ from: UnsafeMutableRawPointer, _ source: LayoutCodec, corrects: Bool,
        _ uncorrectable: DecodedSource.Uncorrectable, _ raw: UnsafeMutableRawPointer
    ) {
        examine(from, source, corrects: corrects)
        zeroes = uncorrectable == .zero
        if zeroes, isUncorrectable { source.blankData(from, outcomes) }
        guard let target else {
            source.takeApart(from, data: raw, oob: nil)
            return
        }
        if source.layout == target.layout {
            raw.copyMemory(from: from, byteCount: geometry.rawPageSize)
            if state == .programmed { reencode(raw, target) }
        } else {
            move(from, source, raw, target)
        }
        scramble(raw, target)
    }

    private mutating func examine(_ from: UnsafeMutableRawPointer, _ source: LayoutCodec, corrects: Bool) {
        source.scramble(from, pageInBlock: pageInBlock)
        let space = room.space(for: source)
        guard state == .programmed, source.canCheck else {
            outcomes = []
            return
        }
        if corrects {
            source.correct(from, pageInBlock: pageInBlock, space)
        } else {
            source.examine(from, pageInBlock: pageInBlock, space)
        }
        outcomes = space.outcomes
        for (outcome, step) in zip(outcomes, source.layout.steps) {
            totals.add(outcome, bits: step.messageBits + step.parityBits)
        }
        if isUncorrectable { totals.uncorrectablePages += 1 }
    }

    /// Parity again for steps that are right; the others stay, so that no parity calls wrong bits good.
    private mutating func reencode(_ raw: UnsafeMutableRawPointer, _ target: LayoutCodec) {
        let (outcomes, zeroes) = (outcomes, zeroes)
        encode(raw, target, setsPads: false) { step in
            guard step < outcomes.count else { return .keep }
            switch outcomes[step] {
            case .clean, .corrected: return .encode
            case .erased: return .erase
            case .uncorrectable: return zeroes ? .encode : .keep
            }
        }
        account.encodedPages += 1
        if isUncorrectable, !zeroes { account.unencodedPages += 1 }
    }

    private mutating func move(
        _ from: UnsafeMutableRawPointer, _ source: LayoutCodec, _ raw: UnsafeMutableRawPointer, _ target: LayoutCodec
    ) {
        let data = room.data(bytes: geometry.pageSize)
        source.takeApart(from, data: data, oob: nil)
        target.putTogether(data: data, oob: nil, raw)
        let (transfer, origins) = between(source, target)
        account.oobLost += transfer.move(from, to: raw)
        guard state == .programmed else {
            if state != .bad { account.unencodedPages += 1 }
            return
        }
        let (outcomes, zeroes) = (outcomes, zeroes)
        encode(raw, target, setsPads: true) { step in
            let parents = origins.sources(of: step).compactMap { $0 < outcomes.count ? outcomes[$0] : nil }
            if parents.contains(.uncorrectable) { return zeroes ? .encode : .keep }
            let wasErased = parents.isEmpty || parents.allSatisfy(\.isErased)
            return wasErased && target.messageIsBlank(raw, step: step) ? .erase : .encode
        }
        account.encodedPages += 1
        if isUncorrectable, !zeroes { account.unencodedPages += 1 }
    }

    private mutating func between(_ source: LayoutCodec, _ target: LayoutCodec) -> (OOBTransfer, StepOrigins) {
        if let pair, pair.source === source, pair.target === target { return (pair.transfer, pair.origins) }
        let transfer = OOBTransfer(from: source.layout, to: target.layout)
        let origins = StepOrigins(source.layout, target.layout)
        pair = (source, target, transfer, origins)
        return (transfer, origins)
    }
}
