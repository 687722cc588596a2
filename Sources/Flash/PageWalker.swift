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

extension PageBuffer {
    /// Calls `body` with each run of one state that the buffer holds.
    public func eachRun(_ body: (PageRun) throws -> Void) rethrows {
        var page = pages.lowerBound
        while page < pages.upperBound {
            let run = self.run(at: page)
            try body(run)
            page = run.pages.upperBound
        }
    }

    /// The run of one state that starts at `page`, with its bytes.
    func run(at page: PageNumber) -> PageRun {
        let extent = run(from: page)
        return PageRun(
            extent: extent, data: UnsafeRawBufferPointer(data(of: extent.pages)),
            oob: UnsafeRawBufferPointer(oob(of: extent.pages)))
    }
}

/// Walks over a range of pages in order, once, in memory that does not grow.
///
/// Each step yields a run of one state. Runs of bytes end at the buffer's end, so neighbours may have
/// the same state; ``ExtentSequence`` joins them.
public struct PageWalker {
    private let buffer: PageBuffer
    private var chunks: PageChunks
    /// What of the buffer is not handed out yet.
    private var buffered = PageRange(from: PageNumber(0), count: 0)

    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public init(_ source: any PageSource, range: PageRange? = nil, buffer: PageBuffer? = nil) throws {
        chunks = try PageChunks(source, range: range ?? source.geometry.allPages)
        self.buffer = buffer ?? PageBuffer(geometry: source.geometry)
    }

    /// The next run; nil at the end.
    ///
    /// - Throws: what the source throws.
    public mutating func step() throws -> PageRun? {
        if buffered.isEmpty {
            switch try chunks.next(into: buffer) {
            case nil: return nil
            case .known(let extent): return PageRun(extent: extent)
            case .read(let pages): buffered = pages
            }
        }
        let run = buffer.run(at: buffered.lowerBound)
        buffered = run.pages.upperBound..<buffered.upperBound
        return run
    }

    /// The page that the next step begins with.
    public var position: PageNumber { buffered.isEmpty ? chunks.position : buffered.lowerBound }
}
