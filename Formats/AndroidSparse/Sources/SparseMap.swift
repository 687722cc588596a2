// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// What each part of the expanded image is, from the chunks of one file.
struct SparseMap: Sendable {
    enum Content: Sendable, Hashable {
        /// Bytes of the file, from an offset on.
        case stored(Int)
        /// Four bytes, over and over, little-endian.
        case filled(UInt32)
    }

    struct Part: Sendable {
        /// In the expanded image, in bytes.
        var start: Int
        var count: Int
        var content: Content
        /// Which file of a set.
        var file = 0

        var end: Int { start + count }
    }

    /// Ascending; what lies between them nobody cares for.
    private(set) var parts: [Part] = []
    /// A CRC chunk: where it stands in the file, its value, and how much of the image is before it, in bytes.
    private(set) var checks: [(offset: Int, value: UInt32, end: Int)] = []
    private(set) var tally = FindingTally<SparseFinding>()

    /// 128 MiB of memory; a file that has more is not what a tool wrote.
    private static let maxParts = 1 << 21

    /// - Throws: ``FormatError`` with an offset, ``IOFailure``.
    init(_ header: SparseHeader, _ source: any ByteSource) throws {
        var chunks = ChunkReader(source)
        var offset = header.headerSize
        var block = 0
        var isCut = false
        for index in 0..<header.chunkCount {
            if index % 4096 == 0 { try Interruption.check() }
            guard let bytes = try chunks.bytes(at: offset, count: SparseChunk.headerSize) else {
                tally.add(
                    .cut, .warning, at: source.size,
                    "the file ends before chunk \(index) of \(header.chunkCount): the rest is missing")
                isCut = true
                break
            }
            let chunk = SparseChunk(bytes)
            let body = try size(of: chunk, index: index, at: offset, header, source.name)
            guard block + chunk.blocks <= header.blockCount else {
                throw FormatError(
                    .badValue, name: source.name, at: offset + 4, field: "chunk_sz of chunk \(index)",
                    expected: "\(header.blockCount - block) at most, as total_blks says", found: "\(chunk.blocks)")
            }
            let place = offset + header.chunkHeaderSize
            try take(chunk, block: block, header.blockSize, at: place, &chunks, source)
            block += chunk.blocks
            offset = place + body
            guard offset <= source.size else {
                tally.add(.cut, .warning, at: source.size, "the file ends inside chunk \(index): the rest is missing")
                isCut = true
                break
            }
        }
        if block < header.blockCount, !isCut {
            tally.add(
                .count, .warning, at: 16,
                "the chunks have \(block) blocks, total_blks says \(header.blockCount): the rest is missing")
        }
        if offset < source.size {
            tally.add(.tail, .note, at: offset, "\(source.size - offset) bytes behind the last chunk are passed over")
        }
    }

    /// Bytes of a chunk's body in the file.
    private mutating func size(
        of chunk: SparseChunk, index: Int, at offset: Int, _ header: SparseHeader, _ name: String
    ) throws -> Int {
        let body = chunk.totalSize - header.chunkHeaderSize
        func expect(_ size: Int) throws -> Int {
            guard body == size else {
                throw FormatError(
                    .badValue, name: name, at: offset + 8, field: "total_sz of chunk \(index)",
                    expected: "\(header.chunkHeaderSize + size)", found: "\(chunk.totalSize)")
            }
            return size
        }
        switch chunk.kind {
        case .raw: return try expect(chunk.blocks * header.blockSize)
        case .fill: return try expect(4)
        case .crc:
            guard chunk.blocks == 0 else {
                throw FormatError(
                    .badValue, name: name, at: offset + 4, field: "chunk_sz of CRC chunk \(index)", expected: "0",
                    found: "\(chunk.blocks)")
            }
            return try expect(4)
        case .dontCare, nil:
            guard body >= 0 else {
                throw FormatError(
                    .badValue, name: name, at: offset + 8, field: "total_sz of chunk \(index)",
                    expected: "\(header.chunkHeaderSize) or more", found: "\(chunk.totalSize)")
            }
            if chunk.kind == nil {
                tally.add(
                    .unknown, .warning, at: offset,
                    "chunk \(index) has the unknown type \(ByteCount.hex(chunk.rawKind)): its blocks are missing")
            } else if body > 0 {
                tally.add(.unknown, .warning, at: offset, "chunk \(index) has a body and should have none")
            }
            return body
        }
    }

    private mutating func take(
        _ chunk: SparseChunk, block: Int, _ blockSize: Int, at place: Int, _ chunks: inout ChunkReader,
        _ source: any ByteSource
    ) throws {
        let start = block * blockSize
        switch chunk.kind {
        case .raw:
            let held = max(0, min(chunk.blocks * blockSize, source.size - place))
            try append(Part(start: start, count: held, content: .stored(place)), source.name, place)
        case .fill:
            guard let bytes = try chunks.bytes(at: place, count: 4) else { return }
            let value = SparseMap.number(bytes)
            try append(
                Part(start: start, count: chunk.blocks * blockSize, content: .filled(value)), source.name, place)
        case .crc:
            guard let bytes = try chunks.bytes(at: place, count: 4) else { return }
            if checks.count < 64 { checks.append((place, SparseMap.number(bytes), start)) }
        case .dontCare, nil: break
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func append(_ part: Part, _ name: String, _ offset: Int) throws {
        guard part.count > 0 else { return }
        if case .filled = part.content, let last = parts.last, last.content == part.content, last.end == part.start {
            parts[parts.count - 1].count += part.count
            return
        }
        guard parts.count < SparseMap.maxParts else {
            throw FormatError(
                .tooLarge, name: name, at: offset,
                "more than \(SparseMap.maxParts) chunks that differ from their neighbours")
        }
        parts.append(part)
    }

    /// Lays the parts of another file of the same set over these.
    ///
    /// - Parameter file: its number in the set.
    /// - Returns: bytes that both have.
    mutating func overlay(_ other: SparseMap, file: Int) throws -> Int {
        var overlapping = 0
        var merged: [Part] = []
        var next = 0
        // What goes on behind a new part.
        var rest: Part?
        for new in other.parts {
            while let part = rest ?? (next < parts.count ? parts[next] : nil), part.start < new.end {
                if rest == nil { next += 1 }
                rest = nil
                if part.start < new.start { merged.append(part.cut(to: part.start..<min(part.end, new.start))) }
                overlapping += max(0, min(part.end, new.end) - max(part.start, new.start))
                if part.end > new.end { rest = part.cut(to: new.end..<part.end) }
            }
            var new = new
            new.file = file
            merged.append(new)
        }
        parts = merged + (rest.map { [$0] } ?? []) + parts[next...]
        return overlapping
    }

    /// The first part that ends behind `offset`; nil when there is none.
    func index(at offset: Int) -> Int? {
        var low = 0
        var high = parts.count
        while low < high {
            let mid = (low + high) / 2
            if parts[mid].end > offset { high = mid } else { low = mid + 1 }
        }
        return low < parts.count ? low : nil
    }
}

extension SparseMap.Part {
    /// - Parameter range: inside of it, at multiples of 4 from its start.
    fileprivate func cut(to range: Range<Int>) -> SparseMap.Part {
        var part = self
        part.start = range.lowerBound
        part.count = range.count
        if case .stored(let offset) = content { part.content = .stored(offset + range.lowerBound - start) }
        return part
    }
}

/// What can be noticed in a sparse image, in the order in which it is told.
enum SparseFinding: Int, CaseIterable, Sendable {
    case cut, count, unknown, overlap, checksum, tail
}

/// Short pieces of a file, of which the neighbours are read too.
struct ChunkReader {
    private let source: any ByteSource
    private var window: [UInt8] = []
    private var start = 0
    private static let size = 4096

    init(_ source: any ByteSource) { self.source = source }

    /// Nil where the file ends before.
    mutating func bytes(at offset: Int, count: Int) throws -> ArraySlice<UInt8>? {
        guard offset >= 0, offset <= source.size - count else { return nil }
        if offset < start || offset + count > start + window.count {
            window = try source.bytes(at: offset, count: ChunkReader.size)
            start = offset
        }
        guard offset + count <= start + window.count else { return nil }
        return window[(offset - start)..<(offset - start + count)]
    }
}
