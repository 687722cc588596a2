// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A run of pages of one state with their bytes, as a ``PageWalker`` hands it out.
///
/// Bytes are valid until the walker's next step.
public struct PageRun {
    public let extent: PageExtent
    private let bytes: Bytes

    private enum Bytes {
        case none
        case apart(data: UnsafeRawBufferPointer, oob: UnsafeRawBufferPointer)
        case buffer(PageBuffer, withOOB: Bool)
    }

    /// A run without bytes: absent, or known without reading.
    public init(extent: PageExtent) {
        self.extent = extent
        bytes = .none
    }

    /// A run with bytes of its own.
    ///
    /// - Parameters:
    ///   - data: `count * pageSize` bytes.
    ///   - oob: `count * oobSize` bytes; empty where there is no OOB.
    public init(
        extent: PageExtent, data: UnsafeRawBufferPointer, oob: UnsafeRawBufferPointer = .init(start: nil, count: 0)
    ) {
        self.extent = extent
        bytes = .apart(data: data, oob: oob)
    }

    /// A run of pages that a buffer holds.
    public init(_ extent: PageExtent, in buffer: PageBuffer) {
        self.extent = extent
        bytes = .buffer(buffer, withOOB: true)
    }

    private init(_ extent: PageExtent, _ bytes: Bytes) {
        self.extent = extent
        self.bytes = bytes
    }

    public var pages: PageRange { extent.pages }
    public var state: PageState { extent.state }
    public var content: PageContent { extent.content }

    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// `count * pageSize` bytes; empty unless the content is ``PageContent/bytes``.
    public var data: UnsafeRawBufferPointer {
        switch bytes {
        case .none: Self.nothing
        case .apart(let data, _): data
        case .buffer(let buffer, _): UnsafeRawBufferPointer(buffer.data(of: pages))
        }
    }

    /// `count * oobSize` bytes; empty where there is no OOB.
    public var oob: UnsafeRawBufferPointer {
        switch bytes {
        case .none, .buffer(_, withOOB: false): Self.nothing
        case .apart(_, let oob): oob
        case .buffer(let buffer, _): UnsafeRawBufferPointer(buffer.oob(of: pages))
        }
    }

    /// ``data``, a piece a page, wherever the pieces lie: spares a copy.
    public var stridedData: StridedBytes {
        if case .buffer(let buffer, _) = bytes { return buffer.stridedData(of: pages) }
        return StridedBytes(data, size: data.count / max(1, pages.count))
    }

    /// ``oob``, a piece a page, wherever the pieces lie: spares a copy.
    public var stridedOOB: StridedBytes {
        if case .buffer(let buffer, withOOB: true) = bytes { return buffer.stridedOOB(of: pages) }
        return StridedBytes(oob, size: oob.count / max(1, pages.count))
    }

    /// Data and OOB of each page in a row, in this order, where they lie so already; else nil.
    public func rawPages(oobFirst: Bool) -> UnsafeRawBufferPointer? {
        guard case .buffer(let buffer, withOOB: true) = bytes else { return nil }
        return buffer.rawPages(of: pages, oobFirst: oobFirst)
    }

    /// The run as if the source had no OOB.
    public var withoutOOB: PageRun {
        switch bytes {
        case .none: self
        case .apart(let data, _): PageRun(extent: extent, data: data)
        case .buffer(let buffer, _): PageRun(extent, .buffer(buffer, withOOB: false))
        }
    }

    /// A part of the run.
    public func cut(to pages: PageRange) -> PageRun {
        let part = PageExtent(pages: pages, state: state, content: content)
        guard case .apart(let data, let oob) = bytes else { return PageRun(part, bytes) }
        let first = pages.lowerBound.rawValue - self.pages.lowerBound.rawValue
        func slice(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            let size = bytes.count / max(1, self.pages.count)
            return UnsafeRawBufferPointer(rebasing: bytes[(first * size)..<((first + pages.count) * size)])
        }
        return PageRun(part, .apart(data: slice(data), oob: slice(oob)))
    }
}

extension PageBuffer {
    /// Calls `body` with each run of one state that the buffer holds.
    public func eachRun(_ body: (PageRun) throws -> Void) rethrows {
        var page = pages.lowerBound
        while page < pages.upperBound {
            let run = PageRun(self.run(from: page), in: self)
            try body(run)
            page = run.pages.upperBound
        }
    }
}
