// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Corrected data of pages from where they lie in memory: only a page with wrong bits is copied, and nothing is made per
/// call.
///
/// Used by one thread at a time. What it lends is good until the next call.
public final class PageLender {
    /// Bytes of data in pieces, and what ECC says of them.
    public struct Lent {
        public var pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>
        /// Most wrong bits in one of the steps that were asked for, as far as they were corrected.
        public var bitflips = 0
        public var isUncorrectable = false
    }

    private let source: any PageSource
    private let plan: LayoutPlan?
    private let geometry: Geometry
    /// Whether the plan leaves data where it lies.
    private let isPlain: Bool
    private let foreseen: ForeseenPages
    /// Pages that were copied to be corrected.
    private let fixed: UnsafeMutableRawPointer
    private let pieces: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>
    private var count = 0
    private var spaces: [(codec: LayoutCodec, space: LayoutCodec.Workspace)] = []

    /// Pieces that one reply may have: Linux takes 1024 parts at once (IOV_MAX).
    private static let mostPieces = 512
    /// Pages that are looked at ahead before it is asked whether that is still wanted.
    private static let stretch = 8

    /// - Parameters:
    ///   - source: raw pages of the plan's geometry.
    ///   - capacity: pages that one call may ask for.
    public init(_ source: any PageSource, plan: LayoutPlan?, capacity: Int, foreseen: ForeseenPages) {
        self.source = source
        self.plan = plan
        self.foreseen = foreseen
        geometry = source.geometry
        isPlain = plan?.isContiguous ?? true
        let most = min(max(1, capacity), Self.mostPieces)
        fixed = .allocate(byteCount: most * source.geometry.rawPageSize, alignment: 64)
        pieces = .allocate(capacity: most)
    }

    deinit {
        fixed.deallocate()
        pieces.deallocate()
    }

    /// - Parameters:
    ///   - address: any byte of data.
    ///   - count: at least 1; all of it on the chip.
    ///   - onUncorrectable: told of pages with steps that cannot be corrected.
    /// - Returns: nil where pages have to be read to be known.
    public func lend(
        at address: Int, count wanted: Int, corrects: Bool, _ onUncorrectable: (PageNumber) -> Void
    ) -> Lent? {
        let size = geometry.pageSize
        let range = PageNumber(address / size)..<PageNumber((address + wanted - 1) / size + 1)
        let first = address % size
        let isWhole = geometry.oobSize == 0 && (plan == nil || !corrects)
        guard !corrects || isPlain, isWhole || range.count <= pieces.count,
            let resident = source.resident(range), resident.pages.count == range.count,
            let start = resident.bytes.baseAddress
        else { return nil }
        count = 0
        var lent = Lent(pieces: UnsafeBufferPointer(start: nil, count: 0))
        if isWhole {
            add(start + first, wanted)
        } else if range.count == 1 {
            lend(range.lowerBound, first..<first + wanted, start, corrects: corrects, &lent, onUncorrectable)
        } else {
            lend(range, start, corrects: corrects, &lent, onUncorrectable)
            pieces[0] = UnsafeRawBufferPointer(rebasing: pieces[0][first...])
            let last = pieces[count - 1]
            let behind = range.count * size - first - wanted
            pieces[count - 1] = UnsafeRawBufferPointer(rebasing: last[..<(last.count - behind)])
        }
        // Zeros in the place of what is gone may look like anything.
        guard source.isResidentIntact else { return nil }
        lent.pieces = UnsafeBufferPointer(rebasing: pieces[..<count])
        return lent
    }

    private func add(_ start: UnsafeRawPointer, _ size: Int) {
        pieces[count] = UnsafeRawBufferPointer(start: start, count: size)
        count += 1
    }

    /// Some bytes of one page: only the steps that hold them count.
    private func lend(
        _ page: PageNumber, _ bytes: Range<Int>, _ raw: UnsafeRawPointer, corrects: Bool, _ lent: inout Lent,
        _ onUncorrectable: (PageNumber) -> Void
    ) {
        var from = raw
        if corrects, let codec = plan?.part(of: geometry.block(of: page)).codec, codec.canCheck, !isBlank(raw) {
            let steps = codec.steps(holding: bytes)
            let space = space(for: codec)
            if !(steps.map { codec.areClean($0, raw, space) } ?? (codec.leadingCleanPages(raw, count: 1, space) == 1)) {
                from = fix(page, raw, 0, codec, space, steps, &lent, onUncorrectable)
            }
        }
        add(from + bytes.lowerBound, bytes.count)
    }

    /// Whole pages.
    private func lend(
        _ range: PageRange, _ start: UnsafeRawPointer, corrects: Bool, _ lent: inout Lent,
        _ onUncorrectable: (PageNumber) -> Void
    ) {
        let size = geometry.rawPageSize
        var next = range.lowerBound
        while next < range.upperBound {
            let part = plan?.part(of: geometry.block(of: next))
            let last = part.map { geometry.firstPage(of: $0.blocks.upperBound) } ?? range.upperBound
            let end = min(range.upperBound, last)
            guard corrects, let codec = part?.codec, codec.canCheck else {
                let at = start + (next.rawValue - range.lowerBound.rawValue) * size
                for i in 0..<(end.rawValue - next.rawValue) { add(at + i * size, geometry.pageSize) }
                next = end
                continue
            }
            let space = space(for: codec)
            while next < end {
                let at = start + (next.rawValue - range.lowerBound.rawValue) * size
                let good = goodPages(next..<end, at, codec, space)
                for i in 0..<good { add(at + i * size, geometry.pageSize) }
                next = next.advanced(by: good)
                guard next < end else { break }
                add(fix(next, at + good * size, count, codec, space, nil, &lent, onUncorrectable), geometry.pageSize)
                next = next.advanced(by: 1)
            }
        }
    }

    /// How many pages, from the first on, need no correction: they are clean, or blank.
    private func goodPages(
        _ range: PageRange, _ start: UnsafeRawPointer, _ codec: LayoutCodec, _ space: LayoutCodec.Workspace
    ) -> Int {
        var good = foreseen.take(range)
        while good < range.count {
            let at = start + good * geometry.rawPageSize
            if isBlank(at) {
                good += 1
                continue
            }
            let clean = codec.leadingCleanPages(at, count: range.count - good, space)
            guard clean > 0 else { break }
            good += clean
        }
        return good
    }

    private func isBlank(_ raw: UnsafeRawPointer) -> Bool {
        UniformBytes.isFilled(UnsafeRawBufferPointer(start: raw, count: geometry.rawPageSize), with: 0xFF)
    }

    /// Copies a page and corrects it.
    ///
    /// - Parameter steps: those that count; nil for all.
    private func fix(
        _ page: PageNumber, _ raw: UnsafeRawPointer, _ place: Int, _ codec: LayoutCodec,
        _ space: LayoutCodec.Workspace, _ steps: Range<Int>?, _ lent: inout Lent,
        _ onUncorrectable: (PageNumber) -> Void
    ) -> UnsafeRawPointer {
        let copy = fixed + place * geometry.rawPageSize
        copy.copyMemory(from: raw, byteCount: geometry.rawPageSize)
        codec.correct(copy, pageInBlock: page.rawValue % geometry.pagesPerBlock, space)
        var isUncorrectable = false
        for step in steps ?? space.outcomes.indices {
            if let flips = space.outcomes[step].flips {
                lent.bitflips = max(lent.bitflips, flips)
            } else {
                isUncorrectable = true
            }
        }
        if isUncorrectable {
            lent.isUncorrectable = true
            onUncorrectable(page)
        }
        return UnsafeRawPointer(copy)
    }

    /// Looks at pages that will be asked for next, as long as they are good and `isWanted` says so.
    ///
    /// - Parameters:
    ///   - address: of a page's data; `count` bytes from it on, as far as the chip has them.
    public func lookAhead(at address: Int, count wanted: Int, while isWanted: () -> Bool) {
        let first = PageNumber(address / geometry.pageSize)
        let end = min(PageNumber((address + wanted) / geometry.pageSize), geometry.allPages.upperBound)
        guard isPlain, first < end, let resident = source.resident(first..<end),
            let start = resident.bytes.baseAddress,
            let codec = plan?.part(of: geometry.block(of: first)).codec, codec.canCheck
        else { return }
        let last = plan.map { geometry.firstPage(of: $0.part(of: geometry.block(of: first)).blocks.upperBound) } ?? end
        let pages = first..<min(resident.pages.upperBound, last)
        let space = space(for: codec)
        var done = 0
        while done < pages.count, isWanted() {
            let next = first.advanced(by: done)
            let part = PageRange(from: next, count: min(Self.stretch, pages.count - done))
            let good = goodPages(part, start + done * geometry.rawPageSize, codec, space)
            guard good > 0, source.isResidentIntact else { return }
            done += good
            foreseen.set(PageRange(from: first, count: done))
            guard good == part.count else { return }
        }
    }

    private func space(for codec: LayoutCodec) -> LayoutCodec.Workspace {
        for entry in spaces where entry.codec === codec { return entry.space }
        let space = LayoutCodec.Workspace(for: codec)
        spaces.append((codec, space))
        return space
    }
}

/// Handed from thread to thread as a whole; never used by two at once.
extension PageLender: @unchecked Sendable {}
