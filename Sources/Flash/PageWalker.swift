// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

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
        let run = PageRun(buffer.run(from: buffered.lowerBound), in: buffer)
        buffered = run.pages.upperBound..<buffered.upperBound
        return run
    }

    /// The page that the next step begins with.
    public var position: PageNumber { buffered.isEmpty ? chunks.position : buffered.lowerBound }
}
