// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Pages that can be read in any order: a dump, a store, a device.
///
/// Reading is safe from several threads at once, each with a ``PageBuffer`` of its own.
public protocol PageSource: Sendable {
    /// The shape of the chip. Its `oobSize` is 0 when the source holds no OOB.
    var geometry: Geometry { get }

    /// What the source knows of the pages from `page` on without reading them, as one run; nil when it
    /// has to read.
    ///
    /// Pages whose content is ``PageContent/absent`` are always told here, and only here. The run is as
    /// long as the source can tell at no cost; the next call continues it.
    func knownExtent(at page: PageNumber) -> PageExtent?

    /// Reads pages from the start of `range` on, none of which is absent, and sets their states.
    ///
    /// - Returns: the pages read, at least one: fewer than asked for when a known extent or the end of the
    ///   buffer comes first.
    /// - Throws: ``FlashError``, or the error of the file behind it, with the place.
    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange

    /// Pages from the start of `range` on where they lie in memory without being read; nil where they do not.
    ///
    /// They are programmed or erased, as their bytes say; none is bad, missing or unreadable.
    ///
    /// - Parameter range: of the chip.
    /// - Returns: at least one page.
    func resident(_ range: PageRange) -> ResidentPages?

    /// Whether everything that ``resident(_:)`` gave was there when it was looked at: a file may have become shorter.
    var isResidentIntact: Bool { get }

    /// Whether `block` is marked or listed as bad.
    func isBad(_ block: BlockNumber) throws -> Bool

    /// Where `page` begins in the file, in bytes; nil when no single place holds it.
    func fileOffset(of page: PageNumber) -> Int?

    /// The page whose data or OOB holds the file's byte at `offset`; nil where that cannot be told.
    func page(atFileOffset offset: Int) -> PageNumber?
}

extension PageSource {
    public func fileOffset(of page: PageNumber) -> Int? { nil }
    public func page(atFileOffset offset: Int) -> PageNumber? { nil }
    public func resident(_ range: PageRange) -> ResidentPages? { nil }
    public var isResidentIntact: Bool { true }

    /// Reads exactly `range`, known extents and absent pages included (these read as 0xFF).
    ///
    /// - Parameter range: no longer than the buffer's capacity.
    /// - Throws: ``FlashError`` (`outOfRange`) and whatever ``read(_:into:)`` throws.
    public func readAll(_ range: PageRange, into buffer: PageBuffer, using piece: PageBuffer) throws {
        try checkRange(range)
        guard range.count <= buffer.capacity else {
            throw FlashError(.wrongLength, "\(range.count) pages do not fit a buffer of \(buffer.capacity)")
        }
        buffer.pages = range
        var next = range.lowerBound
        while next < range.upperBound {
            let rest = next..<range.upperBound
            if let known = knownExtent(at: next), known.content != .bytes {
                let part = known.pages.clamped(to: rest)
                var fill: UInt8 = 0xFF
                if case .filled(let byte) = known.content { fill = byte }
                buffer.data(of: part).initializeMemory(as: UInt8.self, repeating: fill)
                buffer.oob(of: part).initializeMemory(as: UInt8.self, repeating: fill)
                buffer.setState(known.state, of: part)
                next = part.upperBound
            } else {
                let got = try read(PageRange(from: next, count: min(rest.count, piece.capacity)), into: piece)
                buffer.data(of: got).copyMemory(from: UnsafeRawBufferPointer(piece.data(of: got)))
                buffer.oob(of: got).copyMemory(from: UnsafeRawBufferPointer(piece.oob(of: got)))
                piece.eachRun { buffer.setState($0.state, of: $0.pages) }
                next = got.upperBound
            }
        }
    }

    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public func checkRange(_ range: PageRange) throws(FlashError) {
        let all = geometry.allPages
        guard range.lowerBound >= all.lowerBound, range.upperBound <= all.upperBound else {
            throw FlashError(
                .outOfRange, "the chip has \(geometry.pageCount) pages", page: max(range.lowerBound, all.upperBound))
        }
    }
}
