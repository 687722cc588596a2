// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit
public import PageLayout

/// Looks at every page of a dump once, in memory that does not grow with it.
public struct Checker {
    private let source: any PageSource
    private let plan: LayoutPlan?
    private let marker: BadBlockMarker?
    private let geometry: Geometry
    private let ahead: ReadAhead
    /// What is looked at.
    private var buffer: PageBuffer
    private var tallies: [LayoutTally]
    private var marks: MarkTally
    private var worst: WorstPages
    private var counted: CheckReport

    /// What is read at once, in whole blocks where they are not larger: stays in a cache until it is looked at.
    private static let bufferBytes = 288 << 10

    /// - Parameters:
    ///   - source: raw pages as they lie on the chip.
    ///   - plan: which layout each block has; nil when none is known.
    ///   - marker: where bad-block marks were looked for; nil when nowhere.
    ///   - worst: how many of the worst pages are kept.
    /// - Throws: what reading the bad-block tables throws.
    public init(
        _ source: any PageSource, plan: LayoutPlan?, marker: BadBlockMarker? = nil, worst: Int = 3
    ) throws {
        self.source = source
        self.plan = plan
        self.marker = marker
        geometry = source.geometry
        let (pages, block) = (Checker.bufferBytes / geometry.rawPageSize, geometry.pagesPerBlock)
        let capacity = pages < block ? pages : pages / block * block
        buffer = PageBuffer(geometry: geometry, capacity: 1)
        ahead = try ReadAhead(source, range: geometry.allPages, capacity: capacity)
        tallies = (plan?.codecs ?? []).map { codec in
            var blocks = BlockSet()
            for part in plan?.parts ?? [] where part.codec === codec { blocks.insert(part.blocks) }
            return LayoutTally(codec, blocks: blocks)
        }
        marks = MarkTally(geometry, marker)
        self.worst = WorstPages(limit: worst)
        counted = CheckReport(geometry: geometry)
        counted.badBlocks.tables = try BadBlockTable.find(in: source, plan: plan)
    }

    /// Bytes of data to go through.
    public var size: Int { geometry.dataSize }
    /// Bytes of data gone through.
    public var position: Int { ahead.position.rawValue * geometry.pageSize }

    /// Looks at the next stretch, a block or some.
    ///
    /// - Returns: false at the end.
    /// - Throws: what the source throws, and what `visit` does, which is called with each uncorrectable step.
    public mutating func step(_ visit: (UncorrectableStep) throws -> Void = { _ in }) throws -> Bool {
        guard let (chunk, buffer) = try ahead.next() else { return false }
        self.buffer = buffer
        switch chunk {
        case .known(let extent): try look(known: extent, visit)
        case .read(let pages): try look(read: pages, visit)
        }
        return true
    }

    /// What was found so far.
    public var report: CheckReport {
        var report = counted
        report.layouts = tallies.map(\.result)
        report.worst = worst.pages
        report.badBlocks.marked = marks.marked
        report.badBlocks.doubtful = marks.doubtful
        return report
    }

    private mutating func look(known extent: PageExtent, _ visit: (UncorrectableStep) throws -> Void) throws {
        guard extent.state == .programmed, case .filled(let byte) = extent.content else {
            count(extent)
            return
        }
        counted.pages[.programmed, default: 0] += extent.pages.count
        var page = extent.pages.lowerBound
        while page < extent.pages.upperBound {
            let part = part(from: page, to: extent.pages.upperBound)
            page = part.pages.upperBound
            guard let tally = part.tally else {
                counted.uncheckedPages += part.pages.count
                continue
            }
            try look(alike: part.pages, byte, tally, visit)
        }
    }

    /// Looks at pages of one byte: a hole may be larger than anything that could be looked at page by page.
    private mutating func look(
        alike pages: PageRange, _ byte: UInt8, _ tally: LayoutTally, _ visit: (UncorrectableStep) throws -> Void
    ) throws {
        var next = pages.lowerBound
        while next < pages.upperBound {
            let left = next..<pages.upperBound
            let isFirst = next == pages.lowerBound
            let part = PageRange(from: next, count: isFirst ? 1 : min(buffer.capacity, left.count))
            buffer.fill(part, with: byte, state: .programmed)
            next = part.upperBound
            guard isFirst, let start = buffer.rawPagesInPlace().baseAddress else {
                try look(part, tally, visit)
                continue
            }
            let isClean = try lookClosely(part.lowerBound, start, tally, visit)
            if isClean, tally.codec.layout.scrambler == nil {
                tally.repeatLast(pages.count - 1)
                return
            }
        }
    }

    private mutating func look(read pages: PageRange, _ visit: (UncorrectableStep) throws -> Void) throws {
        var page = pages.lowerBound
        while page < pages.upperBound {
            let run = buffer.run(from: page)
            page = run.pages.upperBound
            if run.state == .bad { marks.look(run.pages, in: buffer) }
            guard run.state == .programmed else {
                count(run)
                continue
            }
            counted.pages[.programmed, default: 0] += run.pages.count
            var next = run.pages.lowerBound
            while next < run.pages.upperBound {
                let part = part(from: next, to: run.pages.upperBound)
                next = part.pages.upperBound
                if let tally = part.tally {
                    try look(part.pages, tally, visit)
                } else {
                    counted.uncheckedPages += part.pages.count
                }
            }
        }
    }

    /// Pages that are not programmed.
    private mutating func count(_ extent: PageExtent) {
        counted.pages[extent.state, default: 0] += extent.pages.count
        if extent.state == .bad { marks.add(extent.pages) }
        guard extent.state == .erased else { return }
        var page = extent.pages.lowerBound
        while page < extent.pages.upperBound {
            let part = part(from: page, to: extent.pages.upperBound)
            part.tally?.addErased(part.pages.count)
            page = part.pages.upperBound
        }
    }

    /// The pages from `first` on that have one layout, and who counts them; nil where there is nothing to check.
    private func part(from first: PageNumber, to end: PageNumber) -> (pages: PageRange, tally: LayoutTally?) {
        guard let plan else { return (first..<end, nil) }
        let part = plan.part(of: geometry.block(of: first))
        let pages = first..<min(end, geometry.firstPage(of: part.blocks.upperBound))
        guard let codec = part.codec, codec.canCheck else { return (pages, nil) }
        return (pages, tallies.first { $0.codec === codec })
    }

    /// Looks at programmed pages of one layout that the buffer holds.
    private mutating func look(
        _ pages: PageRange, _ tally: LayoutTally, _ visit: (UncorrectableStep) throws -> Void
    ) throws {
        guard let start = buffer.rawPagesInPlace().baseAddress else { return }
        var page = pages.lowerBound
        while page < pages.upperBound {
            let at = start + (page.rawValue - buffer.pages.lowerBound.rawValue) * geometry.rawPageSize
            let clean = tally.skipClean(at, count: pages.upperBound.rawValue - page.rawValue)
            page = page.advanced(by: clean)
            guard page < pages.upperBound else { return }
            _ = try lookClosely(page, at + clean * geometry.rawPageSize, tally, visit)
            page = page.advanced(by: 1)
        }
    }

    /// - Returns: whether nothing is wrong with the page.
    private mutating func lookClosely(
        _ page: PageNumber, _ raw: UnsafeMutableRawPointer, _ tally: LayoutTally,
        _ visit: (UncorrectableStep) throws -> Void
    ) throws -> Bool {
        let isClean = tally.look(raw, pageInBlock: page.rawValue % geometry.pagesPerBlock)
        if !isClean { try note(page, tally.outcomes, visit) }
        return isClean
    }

    private mutating func note(
        _ page: PageNumber, _ outcomes: [StepOutcome], _ visit: (UncorrectableStep) throws -> Void
    ) throws {
        var (largest, total, lost) = (0, 0, 0)
        for (i, outcome) in outcomes.enumerated() {
            guard let flips = outcome.flips else {
                lost += 1
                let step = UncorrectableStep(page: page, step: i, fileOffset: source.fileOffset(of: page))
                if counted.uncorrectable.count < CheckReport.shownSteps { counted.uncorrectable.append(step) }
                try visit(step)
                continue
            }
            largest = max(largest, flips)
            total += flips
        }
        counted.uncorrectableSteps += lost
        if lost > 0 {
            counted.uncorrectablePages += 1
        } else if worst.wants(worstStep: largest, total: total) {
            worst.add(
                PageFlips(page: page, worstStep: largest, total: total, fileOffset: source.fileOffset(of: page)))
        }
    }
}
