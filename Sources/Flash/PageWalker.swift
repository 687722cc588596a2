// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A run of pages of one state with their bytes, as a ``PageWalker`` hands it out.
public struct PageRun {
    public let extent: PageExtent
    /// `count * pageSize` bytes; empty unless the content is ``PageContent/bytes``. Valid until the next step.
    public let data: UnsafeRawBufferPointer
    /// `count * oobSize` bytes; empty unless the content is ``PageContent/bytes``. Valid until the next step.
    public let oob: UnsafeRawBufferPointer

    public init(
        extent: PageExtent, data: UnsafeRawBufferPointer = .init(start: nil, count: 0),
        oob: UnsafeRawBufferPointer = .init(start: nil, count: 0)
    ) {
        self.extent = extent
        self.data = data
        self.oob = oob
    }

    public var pages: PageRange { extent.pages }
    public var state: PageState { extent.state }
    public var content: PageContent { extent.content }
}

/// Walks over a range of pages in order, once, in memory that does not grow.
///
/// Each step yields a run of one state. Runs of bytes end at the buffer's end, so neighbours may have
/// the same state; ``ExtentSequence`` joins them.
public struct PageWalker {
    private let source: any PageSource
    private let buffer: PageBuffer
    private var next: PageNumber
    private let end: PageNumber
    /// How far the buffer's pages are handed out.
    private var buffered: PageRange

    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public init(_ source: any PageSource, range: PageRange? = nil, buffer: PageBuffer? = nil) throws {
        let range = range ?? source.geometry.allPages
        try source.checkRange(range)
        self.source = source
        self.buffer = buffer ?? PageBuffer(geometry: source.geometry)
        next = range.lowerBound
        end = range.upperBound
        buffered = PageRange(from: range.lowerBound, count: 0)
    }

    /// The next run; nil at the end.
    ///
    /// - Throws: what the source throws; the walk can go on behind a failure with ``skip(_:)``.
    public mutating func step() throws -> PageRun? {
        guard next < end else { return nil }
        if !buffered.contains(next) {
            if let known = source.knownExtent(at: next), known.content != .bytes {
                let pages = known.pages.clamped(to: next..<end)
                next = pages.upperBound
                return PageRun(extent: PageExtent(pages: pages, state: known.state, content: known.content))
            }
            let wanted = PageRange(from: next, count: min(buffer.capacity, end.rawValue - next.rawValue))
            buffered = try source.read(wanted, into: buffer)
        }
        var extent = buffer.run(from: next)
        extent.pages = extent.pages.clamped(to: next..<end)
        next = extent.pages.upperBound
        return PageRun(
            extent: extent, data: UnsafeRawBufferPointer(buffer.data(of: extent.pages)),
            oob: UnsafeRawBufferPointer(buffer.oob(of: extent.pages)))
    }

    /// Where the walk stands: the page that the next step begins with.
    public var position: PageNumber { next }

    /// Leaves `pages` pages out.
    public mutating func skip(_ pages: Int) {
        next = min(end, next.advanced(by: pages))
    }
}
