// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The data of a chip (OOB not counted) as bytes at offsets, read in bounded windows.
///
/// Pages that the dump does not hold read as 0xFF.
final class DataView {
    /// In bytes.
    let size: Int
    private let source: any PageSource
    private let buffer: PageBuffer
    private let piece: PageBuffer
    private var cached: (offset: Int, bytes: [UInt8]) = (0, [])

    /// Bytes of one window.
    private static let window = 16 << 10
    /// Most that one call hands out, in bytes.
    static let maxBytes = 1 << 20
    /// Most that one checksum is taken of, in bytes.
    static let maxChecked = 64 << 20
    /// Most that is checked or expanded in all, in bytes: so much takes half a second.
    static let budget = 512 << 20
    private var spent = 0

    init(_ source: any PageSource) {
        self.source = source
        size = source.geometry.dataSize
        let pages = max(1, DataView.window / source.geometry.pageSize)
        buffer = PageBuffer(geometry: source.geometry, capacity: pages)
        piece = PageBuffer(geometry: source.geometry, capacity: pages)
    }

    /// Up to `count` bytes at `offset`: fewer at the end and beyond ``maxBytes``.
    func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        var left = min(count, size - offset, DataView.maxBytes)
        if let hit = cachedBytes(at: offset, count: left) { return hit }
        var result: [UInt8] = []
        result.reserveCapacity(left)
        var next = offset
        while left > 0 {
            try load(next)
            let from = next - cached.offset
            let part = cached.bytes[from..<min(cached.bytes.count, from + left)]
            guard !part.isEmpty else { break }
            result += part
            next += part.count
            left -= part.count
        }
        return result
    }

    /// A cursor over up to `count` bytes at `offset`.
    func reader(at offset: Int, count: Int) throws -> ByteReader {
        ByteReader(try bytes(at: offset, count: count), base: offset)
    }

    /// Whether so much was checked that nothing more is.
    var isExhausted: Bool { spent > DataView.budget }

    /// Counts bytes that are checked or expanded.
    ///
    /// - Returns: whether there is still time for it.
    func spend(_ bytes: Int) -> Bool {
        guard !isExhausted else { return false }
        spent += bytes
        return true
    }

    /// The CRC-32 (as zlib's) of `count` bytes; nil when the chip has fewer, or when it would take too long.
    ///
    /// - Parameter crc: of the bytes before these, to go on with.
    func crc32(at offset: Int, count: Int, continuing crc: UInt32 = 0) throws -> UInt32? {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset, count <= DataView.maxChecked,
            spend(count)
        else { return nil }
        var crc = crc
        var done = 0
        while done < count {
            let part = try bytes(at: offset + done, count: min(256 << 10, count - done))
            guard !part.isEmpty else { return nil }
            crc = CRC32.zlib(part, continuing: crc)
            done += part.count
        }
        return crc
    }

    /// Where the byte at `offset` lies in the file; nil when no single place holds it.
    func fileOffset(of offset: Int) -> Int? {
        let page = source.geometry.pageSize
        return source.fileOffset(of: PageNumber(offset / page)).map { $0 + offset % page }
    }

    private func cachedBytes(at offset: Int, count: Int) -> [UInt8]? {
        let from = offset - cached.offset
        guard from >= 0, from + count <= cached.bytes.count else { return nil }
        return Array(cached.bytes[from..<(from + count)])
    }

    /// Puts the window that begins with the page of `offset` into the cache.
    private func load(_ offset: Int) throws {
        let geometry = source.geometry
        let unit = geometry.unitPages
        let first = offset / geometry.pageSize / unit * unit
        let count = min(buffer.capacity, geometry.pageCount - first)
        let range = PageRange(from: PageNumber(first), count: count)
        try source.readAll(range, into: buffer, using: piece)
        cached = (first * geometry.pageSize, Array(buffer.data(of: range)))
    }
}
