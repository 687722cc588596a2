// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A raw dump seen through its layouts: data and OOB in their places, and corrected where that is wanted.
///
/// Pages with an uncorrectable step keep their bits and get the state ``Flash/PageState/uncorrectable``. Pages that are
/// bad, missing, unreadable or erased are not corrected.
public final class DecodedSource: PageSource {
    /// What is done with the pages.
    public struct Mode: Sendable, Hashable {
        /// Wrong bits are put right.
        public var corrects: Bool
        /// Data and OOB are taken from their places in the raw page; else pages stay as they lie on the chip.
        public var arranges: Bool
        /// What uncorrectable steps hold afterwards.
        public var uncorrectable = Uncorrectable.raw

        public init(corrects: Bool, arranges: Bool = true, uncorrectable: Uncorrectable = .raw) {
            self.corrects = corrects
            self.arranges = arranges
            self.uncorrectable = uncorrectable
        }
    }

    /// What stands in the place of a step that cannot be corrected.
    public enum Uncorrectable: Sendable, Hashable {
        /// The bits as they are.
        case raw
        /// Zeros in its data; its OOB stays.
        case zero
    }

    public let base: any PageSource
    public let plan: LayoutPlan
    public let mode: Mode
    private let tally: StepTally?
    private let rooms = CodecRooms()

    public var geometry: Geometry { base.geometry }

    /// - Parameter base: raw pages of the plan's geometry.
    public init(_ base: any PageSource, plan: LayoutPlan, mode: Mode, tally: StepTally? = nil) {
        self.base = base
        self.plan = plan
        self.mode = mode
        self.tally = tally
    }

    public func knownExtent(at page: PageNumber) -> PageExtent? {
        guard let known = base.knownExtent(at: page) else { return nil }
        // Bytes that are all alike stay so, but for the scrambler and for ECC.
        if case .filled(let byte) = known.content, byte != 0xFF { return nil }
        return known
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let got = try readRaw(range, into: buffer)
        rooms.with { room in
            if mode.corrects || tally != nil { correct(buffer, room) }
            if mode.arranges, !plan.isContiguous { arrange(buffer) }
        }
        return got
    }

    /// A run of one known byte is asked for like any other where this source hides that it is known.
    private func readRaw(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        if let known = base.knownExtent(at: range.lowerBound), case .filled(let byte) = known.content {
            let part = PageRange(
                from: range.lowerBound, count: min(range.clamped(to: known.pages).count, buffer.capacity))
            buffer.fill(part, with: byte, state: known.state)
            return part
        }
        return try base.read(range, into: buffer)
    }

    public func isBad(_ block: BlockNumber) throws -> Bool { try base.isBad(block) }

    public func fileOffset(of page: PageNumber) -> Int? { base.fileOffset(of: page) }

    public func page(atFileOffset offset: Int) -> PageNumber? { base.page(atFileOffset: offset) }

    private func correct(_ buffer: PageBuffer, _ room: CodecRooms.Room) {
        var totals = StepTotals()
        var page = buffer.pages.lowerBound
        while page < buffer.pages.upperBound {
            let run = buffer.run(from: page)
            page = run.pages.upperBound
            guard run.state == .programmed else { continue }
            var next = run.pages.lowerBound
            while next < run.pages.upperBound {
                let part = plan.part(of: geometry.block(of: next))
                let end = min(geometry.firstPage(of: part.blocks.upperBound), run.pages.upperBound)
                if let codec = part.codec, codec.canCheck {
                    correct(next..<end, in: buffer, codec, room.space(for: codec), &totals)
                }
                next = end
            }
        }
        tally?.add(totals)
    }

    private func correct(
        _ pages: PageRange, in buffer: PageBuffer, _ codec: LayoutCodec, _ space: LayoutCodec.Workspace,
        _ totals: inout StepTotals
    ) {
        guard let raw = buffer.rawPagesInPlace().baseAddress else { return }
        let clean = StepTotals(cleanPage: codec.stepBits)
        var next = pages.lowerBound
        while next < pages.upperBound {
            let page = next
            next = page.advanced(by: 1)
            let at = raw + (page.rawValue - buffer.pages.lowerBound.rawValue) * geometry.rawPageSize
            if codec.layout.scrambler == nil {
                // The most by far.
                let count = codec.leadingCleanPages(at, count: pages.upperBound.rawValue - page.rawValue, space)
                totals.add(clean, times: count)
                next = page.advanced(by: max(1, count))
                if count > 0 { continue }
            }
            let inBlock = page.rawValue % geometry.pagesPerBlock
            codec.scramble(at, pageInBlock: inBlock)
            let isClean =
                mode.corrects
                ? codec.correct(at, pageInBlock: inBlock, space) : codec.examine(at, pageInBlock: inBlock, space)
            for (outcome, bits) in zip(space.outcomes, codec.stepBits) { totals.add(outcome, bits: bits) }
            if !isClean, mode.corrects { buffer.bitflips = max(buffer.bitflips, space.worst) }
            if !isClean, space.outcomes.contains(.uncorrectable) {
                totals.uncorrectablePages += 1
                tally?.note(page, space.outcomes)
                if mode.corrects {
                    buffer.setState(.uncorrectable, of: PageRange(from: page, count: 1))
                    if mode.uncorrectable == .zero { codec.blankData(at, space.outcomes) }
                }
            }
            // The key comes off for good only when the page is taken apart.
            guard !mode.arranges else { continue }
            codec.scramble(at, pageInBlock: inBlock)
            if mode.corrects, codec.layout.scrambler != nil { codec.eraseOnChip(at, space.outcomes) }
        }
    }

    private func arrange(_ buffer: PageBuffer) {
        let raw = buffer.rawPagesInPlace()
        for (i, page) in buffer.pages.enumerated() {
            guard let codec = plan.part(of: geometry.block(of: page)).codec, let start = raw.baseAddress,
                codec.layout.scrambler != nil, !isChecked(buffer.state(of: page), codec)
            else { continue }
            codec.scramble(start + i * geometry.rawPageSize, pageInBlock: page.rawValue % geometry.pagesPerBlock)
        }
        let (pageSize, oobSize) = (geometry.pageSize, geometry.oobSize)
        buffer.takeApart(by: { page, raw, data, oob in
            guard let codec = self.plan.part(of: self.geometry.block(of: page)).codec else {
                data.copyMemory(from: raw, byteCount: pageSize)
                oob.copyMemory(from: raw + pageSize, byteCount: oobSize)
                return
            }
            codec.takeApart(raw, data: data, oob: oob)
        })
    }

    /// Whether a page's key came off when it was checked.
    private func isChecked(_ state: PageState, _ codec: LayoutCodec) -> Bool {
        (mode.corrects || tally != nil) && codec.canCheck && (state == .programmed || state == .uncorrectable)
    }
}
