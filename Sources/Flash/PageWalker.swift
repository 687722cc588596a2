// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Walks over a range of pages in order, once, in memory that does not grow.
///
/// Each step yields a run of one state. Runs of bytes end at the buffer's end, so neighbours may have
/// the same state; ``ExtentSequence`` joins them.
public struct PageWalker {
    /// The one that holds what is handed out now.
    private var buffer: PageBuffer
    private let supply: any ChunkSupply
    /// What of the buffer is not handed out yet.
    private var buffered = PageRange(from: PageNumber(0), count: 0)

    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public init(_ source: any PageSource, range: PageRange? = nil, buffer: PageBuffer? = nil) throws {
        self.buffer = buffer ?? PageBuffer(geometry: source.geometry)
        supply = OneBuffer(try PageChunks(source, range: range ?? source.geometry.allPages), self.buffer)
    }

    /// - Parameter geometry: of the supply's buffers.
    public init(_ supply: any ChunkSupply, geometry: Geometry) {
        buffer = PageBuffer(geometry: geometry, capacity: 1)
        self.supply = supply
    }

    /// The next run; nil at the end.
    ///
    /// - Throws: what the source throws.
    public mutating func step() throws -> PageRun? {
        if buffered.isEmpty {
            guard let (chunk, buffer) = try supply.next() else { return nil }
            self.buffer = buffer
            switch chunk {
            case .known(let extent): return PageRun(extent: extent)
            case .read(let pages): buffered = pages
            }
        }
        let run = PageRun(buffer.run(from: buffered.lowerBound), in: buffer)
        buffered = run.pages.upperBound..<buffered.upperBound
        return run
    }

    /// The page that the next step begins with.
    public var position: PageNumber { buffered.isEmpty ? supply.position : buffered.lowerBound }
}

/// Chunks that are read when they are asked for, into one buffer.
private final class OneBuffer: ChunkSupply {
    private var chunks: PageChunks
    private let buffer: PageBuffer

    init(_ chunks: PageChunks, _ buffer: PageBuffer) {
        self.chunks = chunks
        self.buffer = buffer
    }

    var position: PageNumber { chunks.position }

    func next() throws -> (chunk: PageChunks.Chunk, buffer: PageBuffer)? {
        try chunks.next(into: buffer).map { ($0, buffer) }
    }
}
