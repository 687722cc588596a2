// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Reads a range of pages in order, a bufferful at a time, without pages that are known unread.
public struct PageChunks: Sendable {
    private let source: any PageSource
    /// The page that the next chunk begins with.
    public private(set) var position: PageNumber
    private let end: PageNumber

    public enum Chunk: Sendable {
        /// Pages that nothing was read for; never with the content ``PageContent/bytes``.
        case known(PageExtent)
        /// Pages that are in the buffer.
        case read(PageRange)

        /// Which pages it is about.
        public var pages: PageRange {
            switch self {
            case .known(let extent): extent.pages
            case .read(let pages): pages
            }
        }
    }

    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public init(_ source: any PageSource, range: PageRange) throws {
        try source.checkRange(range)
        self.source = source
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next chunk; nil at the end.
    ///
    /// - Throws: what the source throws.
    public mutating func next(into buffer: PageBuffer) throws -> Chunk? {
        guard position < end else { return nil }
        if let known = source.knownExtent(at: position), known.content != .bytes {
            let pages = known.pages.clamped(to: position..<end)
            position = pages.upperBound
            return .known(PageExtent(pages: pages, state: known.state, content: known.content))
        }
        let wanted = PageRange(from: position, count: min(buffer.capacity, end.rawValue - position.rawValue))
        let got = try source.read(wanted, into: buffer)
        position = got.upperBound
        return .read(got)
    }
}

/// Chunks of a range of pages in order, each in a buffer of the supply's.
public protocol ChunkSupply: AnyObject {
    /// The page that the next chunk begins with.
    var position: PageNumber { get }

    /// The next chunk and the buffer that has it, valid until the next call; nil at the end.
    ///
    /// - Throws: what the source throws.
    func next() throws -> (chunk: PageChunks.Chunk, buffer: PageBuffer)?
}
