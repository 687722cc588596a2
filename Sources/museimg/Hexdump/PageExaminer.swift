// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

/// Asks ECC about single pages, to show what it says of each.
final class PageExaminer {
    private let source: any PageSource
    private let plan: LayoutPlan
    private let buffer: PageBuffer
    private let piece: PageBuffer
    private var segments: (codec: LayoutCodec, isRaw: Bool, all: [HexSegment])?
    private var space: (codec: LayoutCodec, own: LayoutCodec.Workspace)?

    /// nil where no layout is known.
    init?(_ subject: Subject) {
        guard let plan = subject.layouts else { return nil }
        source = subject.raw
        self.plan = plan
        buffer = PageBuffer(geometry: source.geometry, capacity: 1)
        piece = PageBuffer(geometry: source.geometry, capacity: 1)
    }

    /// The layout of a page; nil where its block has none.
    func layout(of page: PageNumber) -> PageLayout? { codec(of: page)?.layout }

    private func codec(of page: PageNumber) -> LayoutCodec? {
        plan.part(of: plan.geometry.block(of: page)).codec
    }

    /// The named bytes of a page: of the raw page, or of its OOB alone; nil where its block has no layout.
    func segments(of page: PageNumber, raw: Bool) -> [HexSegment]? {
        guard let codec = codec(of: page) else { return nil }
        if let segments, segments.codec === codec, segments.isRaw == raw { return segments.all }
        let all = HexSegment.all(raw ? codec.layout.rawParts : codec.layout.oobParts)
        segments = (codec, raw, all)
        return all
    }

    /// - Returns: nil for a page that ECC does not look at.
    /// - Throws: what reading throws.
    func examine(_ page: PageNumber, _ state: PageState) throws -> ExaminedPage? {
        guard let codec = codec(of: page), codec.canCheck, state == .programmed || state == .uncorrectable else {
            return nil
        }
        try source.readAll(PageRange(from: page, count: 1), into: buffer, using: piece)
        let raw = Array(buffer.rawPagesInPlace())
        let inBlock = page.rawValue % plan.geometry.pagesPerBlock
        let space = workspace(codec)
        var (plain, chip) = (raw, raw)
        plain.withUnsafeMutableBytes { bytes in
            guard let page = bytes.baseAddress else { return }
            codec.scramble(page, pageInBlock: inBlock)
            codec.correct(page, pageInBlock: inBlock, space)
        }
        chip = plain
        chip.withUnsafeMutableBytes { bytes in
            guard let page = bytes.baseAddress else { return }
            codec.scramble(page, pageInBlock: inBlock)
            if codec.layout.scrambler != nil { codec.eraseOnChip(page, space.outcomes) }
        }
        return ExaminedPage(
            layout: codec.layout, outcomes: space.outcomes, raw: raw, correctedOnChip: chip, corrected: plain)
    }

    private func workspace(_ codec: LayoutCodec) -> LayoutCodec.Workspace {
        if let space, space.codec === codec { return space.own }
        let made = LayoutCodec.Workspace(for: codec)
        space = (codec, made)
        return made
    }
}

/// What ECC says of one page.
struct ExaminedPage {
    let layout: PageLayout
    /// A step each.
    let outcomes: [StepOutcome]
    /// As the chip holds it.
    let raw: [UInt8]
    /// What the chip should hold, as far as ECC can tell.
    let correctedOnChip: [UInt8]
    /// The same without the scrambler's key.
    let corrected: [UInt8]

    var isUncorrectable: Bool { outcomes.contains(.uncorrectable) }

    /// A bit that ECC puts right.
    struct Flip: Hashable {
        enum Area: String, Encodable {
            case data, oob, raw
        }

        var area: Area
        /// From the start of the page's data, of its OOB, or of the raw page.
        var byte: Int
        /// 0 for the byte's lowest.
        var bit: Int
        /// What it should be.
        var right: Int
    }

    /// Wrong bits where the chip holds them.
    var rawFlips: [Flip] {
        flips.map { byte, bit in
            Flip(area: .raw, byte: byte, bit: bit, right: Int(correctedOnChip[byte] >> UInt8(bit) & 1))
        }
    }

    /// Wrong bits where they come to lie when the page is taken apart.
    var decodedFlips: [Flip] {
        flips.compactMap { byte, bit in
            let right = Int(corrected[byte] >> UInt8(bit) & 1)
            switch layout.place(ofByte: byte, bit: bit) {
            case .data(let byte, let bit): return Flip(area: .data, byte: byte, bit: bit, right: right)
            case .oob(let byte, let bit): return Flip(area: .oob, byte: byte, bit: bit, right: right)
            case nil: return nil
            }
        }.sorted { ($0.area.rawValue, $0.byte, $0.bit) < ($1.area.rawValue, $1.byte, $1.bit) }
    }

    private var flips: [(byte: Int, bit: Int)] {
        zip(raw, correctedOnChip).enumerated().flatMap { byte, pair in
            (0..<8).filter { (pair.0 ^ pair.1) >> UInt8($0) & 1 == 1 }.map { (byte, $0) }
        }
    }
}
