// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
public import PageLayout

/// Copies pages from a source to a writer, and keeps account.
public final class Conversion {
    private let source: any PageSource
    private let writer: any ImageWriter
    private let options: ConversionOptions
    private let policy: BadBlockPolicy
    private let marks: BadMarks
    private let range: PageRange
    private let dropsOOB: Bool
    private let rest: OOBRest?
    private var account = Account()
    /// Missing pages that become 0xFF only if something follows.
    private var pendingMissing = 0
    private var delivered = 0

    /// - Parameters:
    ///   - marker: where the source's marks are; nil for the usual place.
    ///   - damagedWrappers: as ``OpenedImage/damagedWrappers``.
    ///   - rest: what of the OOB is missed when it is left out; nil for all of it.
    /// - Throws: ``UsageError`` when two options contradict each other, ``FlashError`` (`outOfRange`).
    public init(
        from source: any PageSource, marker: BadBlockMarker? = nil, positions: Positions = .exact,
        damagedWrappers: Int = 0, rest: OOBRest? = nil, to writer: any ImageWriter,
        options: ConversionOptions = ConversionOptions()
    ) throws {
        self.source = source
        self.writer = writer
        self.options = options
        self.rest = rest
        range = options.range ?? source.geometry.allPages
        try source.checkRange(range)
        if let asked = options.bad, let own = writer.traits.badBlocks, asked != own {
            throw UsageError("--bad \(asked.rawValue) contradicts the target's own option, which says \(own.rawValue)")
        }
        policy = options.bad ?? writer.traits.badBlocks ?? .keep
        dropsOOB = options.oob == .drop || options.oob == .make || writer.traits.oobSize == 0
        marks = BadMarks(
            geometry: source.geometry, marker: marker, targetOOBSize: writer.traits.oobSize, dropsOOB: dropsOOB)
        if case .unknown = positions { account.add(.positionsUnknown, 1, .implied) }
        account.add(.sourceDamaged, damagedWrappers, .lost)
    }

    /// Runs it to the end.
    ///
    /// - Parameter progress: called now and then with the pages done and the pages in all.
    /// - Returns: the account; the writer is finished, its file not yet put in its place.
    /// - Throws: what source and writer throw, ``Interrupted``.
    public func run(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws -> Account {
        var walker = PageWalker(try ReadAhead(source, range: range), geometry: source.geometry)
        while let run = try walker.step() {
            try eachPiece(of: run) { piece in
                try Interruption.check()
                try take(piece)
                progress(piece.pages.upperBound.rawValue - range.lowerBound.rawValue, range.count)
            }
        }
        account.add(.badMarksLost, marks.endOfCopies(), lostMark)
        try completeEnd()
        try writer.finish()
        return account
    }

    /// Cuts a run of one known byte, which may be the whole chip, so that progress shows while it is written.
    ///
    /// At multiples of 1024 blocks: holes in the target end there at whole units of its file system.
    private func eachPiece(of run: PageRun, _ body: (PageRun) throws -> Void) throws {
        guard case .filled = run.content else { return try body(run) }
        let step = source.geometry.pagesPerBlock * 1024
        var page = run.pages.lowerBound
        while page < run.pages.upperBound {
            let end = min(PageNumber((page.rawValue / step + 1) * step), run.pages.upperBound)
            try body(run.cut(to: page..<end))
            page = end
        }
    }

    private func take(_ run: PageRun) throws {
        switch run.state {
        case .bad:
            try marks.eachBlock(of: run) { part, isFirst in try takeBad(part, isFirst) }
        case .missing:
            try takeMissing(run)
        case .unreadable:
            try marks.eachBlock(of: run) { part, isFirst in try takeUnreadable(part, isFirst) }
        case .uncorrectable:
            try takeUncorrectable(run)
        case .programmed, .erased:
            try deliver(run)
        }
    }

    /// Pages whose ECC gave up; what stands in their place was decided where they were read.
    private func takeUncorrectable(_ run: PageRun) throws {
        switch options.onError {
        case .stop:
            let page = run.pages.lowerBound
            throw FlashError(
                .uncorrectable, "more bit errors than the ECC corrects", page: page, in: source.geometry,
                fileOffset: source.fileOffset(of: page),
                hint: "`museimg check --pages` lists all such pages; --on-error raw, zero or skip lets convert go on")
        case .raw, .zero:
            account.add(.uncorrectable, run.pages.count, .lost)
            try deliver(run)
        case .skip:
            account.add(.uncorrectableSkipped, run.pages.count, .lost)
            try takeMissing(PageRun(extent: PageExtent(pages: run.pages, state: .missing, content: .absent)))
        }
    }

    /// Pages of one block that are not whole; in a bad block they go the way of the block.
    private func takeUnreadable(_ run: PageRun, _ isFirst: Bool) throws {
        let isBad = try source.isBad(source.geometry.block(of: run.pages.lowerBound))
        if !isBad || policy == .keep { account.add(.unreadable, run.pages.count, .lost) }
        if isBad { try takeBad(run, isFirst) } else { try deliver(run) }
    }

    /// A part of one bad block.
    private func takeBad(_ run: PageRun, _ isFirst: Bool) throws {
        let block = isFirst ? 1 : 0
        switch policy {
        case .skip:
            account.add(.badBlocksSkipped, block, .asked)
            account.skippedBlocks.insert(source.geometry.block(of: run.pages.lowerBound))
        case .pad:
            account.add(.badBlocksPadded, block, .asked)
            try deliver(PageRun(extent: PageExtent(pages: run.pages, state: .erased, content: .filled(0xFF))))
        case .keep where run.content == .absent && writer.traits.leavesOutAbsentBad:
            account.add(.badMarksLost, block, lostMark)
            try writer.write(run)
        case .keep where marks.needsMark(run):
            account.add(marks.canMake ? .badMarksMade : .badMarksLost, block, marks.canMake ? .implied : lostMark)
            try marks.made(for: run) { part, hasOOB in try deliver(part, withOOB: hasOOB) }
        case .keep:
            account.add(.badMarksLost, marks.noteCopied(run), lostMark)
            try deliver(run)
        }
    }

    /// Whether somebody asked for bad blocks to be copied as they are.
    private var lostMark: Account.Weight { options.bad == .keep || writer.traits.badBlocks == .keep ? .asked : .lost }

    private func takeMissing(_ run: PageRun) throws {
        if options.missing == .erased {
            account.add(.missingAsErased, run.pages.count, .asked)
            return try deliver(
                PageRun(extent: PageExtent(pages: run.pages, state: .erased, content: .filled(0xFF))))
        }
        if writer.traits.expressesMissing, writer.traits.missingUnit <= 1 { return try writer.write(run) }
        pendingMissing += run.pages.count
    }

    /// Says what becomes of missing pages that were held back, now that something follows, or nothing more.
    private func endMissing(before page: PageNumber) throws {
        guard writer.traits.expressesMissing else { return try padMissing(pendingMissing, before: page) }
        let pages = page.advanced(by: -pendingMissing)..<page
        pendingMissing = 0
        guard !pages.isEmpty else { return }
        let whole = wholeUnits(of: pages)
        if whole.isEmpty { return try padMissing(pages.count, before: page) }
        try padMissing(whole.lowerBound.rawValue - pages.lowerBound.rawValue, before: whole.lowerBound)
        try writer.write(PageRun(extent: PageExtent(pages: whole, state: .missing, content: .absent)))
        try padMissing(pages.upperBound.rawValue - whole.upperBound.rawValue, before: page)
    }

    /// The greatest common divisor.
    private func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

    /// The pages that the target can leave out, which may be none: the chip's end is the end of a unit, too.
    private func wholeUnits(of pages: PageRange) -> PageRange {
        let unit = writer.traits.missingUnit / divisor(writer.traits.missingUnit, source.geometry.pageSize)
        let low = (pages.lowerBound.rawValue + unit - 1) / unit * unit
        let isAtEnd = pages.upperBound == source.geometry.allPages.upperBound
        let high = isAtEnd ? pages.upperBound.rawValue : pages.upperBound.rawValue / unit * unit
        return PageNumber(low)..<PageNumber(max(low, high))
    }

    /// Writes 0xFF for missing pages that the target cannot leave out.
    private func padMissing(_ count: Int, before page: PageNumber) throws {
        guard count > 0 else { return }
        account.add(.missingAsErased, count, .lost)
        account.pagesWritten += count
        delivered += count
        pendingMissing = 0
        let pages = page.advanced(by: -count)..<page
        try writer.write(PageRun(extent: PageExtent(pages: pages, state: .missing, content: .filled(0xFF))))
    }

    /// - Parameter withOOB: the run's OOB is the target's already.
    private func deliver(_ run: PageRun, withOOB: Bool = false) throws {
        try endMissing(before: run.pages.lowerBound)
        if !withOOB { countOOB(run) }
        delivered += run.pages.count
        account.pagesWritten += run.pages.count
        if run.state == .programmed { account.pagesProgrammed += run.pages.count }
        if withOOB || !dropsOOB && source.geometry.oobSize > 0 { return try writer.write(run) }
        guard case .filled(let byte) = run.content, byte != 0xFF, writer.traits.oobSize > 0 else {
            return try writer.write(run.withoutOOB)
        }
        // Only the data has this value: the OOB does not exist, and is not to become a bad-block mark.
        let piece = [UInt8](repeating: byte, count: source.geometry.pageSize * source.geometry.unitPages)
        try piece.withUnsafeBytes { data in
            var page = run.pages.lowerBound
            while page < run.pages.upperBound {
                let part = PageRange(from: page, count: source.geometry.unitPages).clamped(to: run.pages)
                let bytes = UnsafeRawBufferPointer(rebasing: data[..<(part.count * source.geometry.pageSize)])
                try writer.write(
                    PageRun(extent: PageExtent(pages: part, state: run.state, content: .bytes), data: bytes))
                page = part.upperBound
            }
        }
    }

    private func countOOB(_ run: PageRun) {
        let held = source.geometry.oobSize
        if held > 0, dropsOOB {
            let weight: Account.Weight = options.oob == .drop || options.oob == .make ? .asked : .implied
            switch run.content {
            case .bytes:
                account.add(.oobDropped, rest?.count(run) ?? UniformBytes.countProgrammed(run.stridedOOB), weight)
            case .filled(let byte): account.add(.oobDropped, byte == 0xFF ? 0 : run.pages.count * held, weight)
            case .absent: break
            }
        }
        if writer.traits.oobSize > 0, held == 0, run.state != .erased {
            account.add(.oobMade, run.pages.count, options.oob == .make ? .asked : .implied)
        }
    }

    /// Missing pages at the end stay out of the file, unless the rest could not be found without them.
    private func completeEnd() throws {
        guard pendingMissing > 0, delivered > 0 else { return }
        if writer.traits.expressesMissing { return try endMissing(before: range.upperBound) }
        let inBlock = delivered % source.geometry.pagesPerBlock
        let needed: Int
        switch writer.traits.completeness {
        case .page: return
        case .block: needed = inBlock == 0 ? 0 : min(pendingMissing, source.geometry.pagesPerBlock - inBlock)
        case .chip: needed = pendingMissing
        }
        try padMissing(needed, before: range.upperBound)
    }
}
