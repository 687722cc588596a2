// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Bounds the header of a 7z archive, before libarchive makes room for as many members as it claims to have.
///
/// libarchive 3.6 takes about 80 bytes for a member that one bit of the header can claim, and the header may be
/// compressed: without this bound a file of 2 KB can fill the memory.
///
/// Source: 7zFormat.txt of the LZMA SDK, "Header encoding".
enum SevenZipHeader {
    /// Enough for about 50000 members with their names; in bytes, expanded.
    private static let largest = 4 << 20
    private static let startHeader = 32
    /// A folder of a header has one coder; more are only for contents.
    private static let mostFolders = 4
    private static let mostCoders = 4

    private enum Property {
        static let packInfo: UInt8 = 0x06
        static let unpackInfo: UInt8 = 0x07
        static let size: UInt8 = 0x09
        static let folder: UInt8 = 0x0B
        static let unpackSize: UInt8 = 0x0C
        static let encodedHeader: UInt8 = 0x17
        static let end: UInt8 = 0x00
    }

    /// - Throws: ``FormatError`` (`tooLarge`, `unsupported`, `truncated`); what is no 7z archive is left to libarchive.
    static func check(_ source: any ByteSource) throws {
        var start = ByteReader(try source.bytes(at: 0, count: startHeader), name: source.name)
        guard start.remaining == startHeader else { return }
        try start.skip(12, "magic and CRC")
        let offset = Int(clamping: try start.little(UInt64.self, "offset of the header"))
        let size = Int(clamping: try start.little(UInt64.self, "size of the header"))
        guard size > 0, offset < source.size, startHeader + offset < source.size else { return }
        try bound(size, source, at: 20)
        let place = startHeader + offset
        let bytes = try source.bytes(at: place, count: size)
        guard bytes.first == Property.encodedHeader else { return }
        var reader = ByteReader(bytes, base: place, name: source.name)
        try reader.skip(1, "kind of header")
        try skipPackInfo(&reader)
        for expanded in try unpackSizes(&reader) { try bound(expanded, source, at: place) }
    }

    private static func bound(_ size: Int, _ source: any ByteSource, at offset: Int) throws {
        guard size > largest else { return }
        throw FormatError(
            .tooLarge, name: source.name, at: offset, field: "size of the header", expected: "\(largest) at the most",
            found: "\(size)")
    }

    private static func skipPackInfo(_ reader: inout ByteReader) throws {
        try expect(Property.packInfo, &reader)
        _ = try number(&reader)
        let streams = try count(&reader, upTo: mostFolders * mostCoders)
        try expect(Property.size, &reader)
        for _ in 0..<streams { _ = try number(&reader) }
        try expect(Property.end, &reader)
    }

    private static func unpackSizes(_ reader: inout ByteReader) throws -> [Int] {
        try expect(Property.unpackInfo, &reader)
        try expect(Property.folder, &reader)
        let folders = try count(&reader, upTo: mostFolders)
        // Else the folders lie elsewhere.
        try expect(0, &reader)
        var streams = 0
        for _ in 0..<folders { streams += try skipFolder(&reader) }
        try expect(Property.unpackSize, &reader)
        return try (0..<streams).map { _ in try number(&reader) }
    }

    /// - Returns: how many streams it expands to.
    private static func skipFolder(_ reader: inout ByteReader) throws -> Int {
        var inputs = 0
        var outputs = 0
        for _ in 0..<(try count(&reader, upTo: mostCoders)) {
            let flags = try reader.u8("coder")
            try reader.skip(Int(flags & 0x0F), "name of the coder")
            let isComplex = flags & 0x10 != 0
            inputs += isComplex ? try count(&reader, upTo: mostCoders) : 1
            outputs += isComplex ? try count(&reader, upTo: mostCoders) : 1
            if flags & 0x20 != 0 { try reader.skip(try number(&reader), "properties of the coder") }
        }
        let pairs = max(0, outputs - 1)
        for _ in 0..<(2 * pairs) { _ = try number(&reader) }
        let packed = inputs - pairs
        if packed > 1 { for _ in 0..<packed { _ = try number(&reader) } }
        return outputs
    }

    private static func expect(_ value: UInt8, _ reader: inout ByteReader) throws {
        let offset = reader.offset
        let found = try reader.u8("property")
        guard found == value else { throw unusual(offset, "\(value)", "\(found)") }
    }

    private static func count(_ reader: inout ByteReader, upTo most: Int) throws -> Int {
        let offset = reader.offset
        let count = try number(&reader)
        guard count <= most else { throw unusual(offset, "\(most) at the most", "\(count)") }
        return count
    }

    private static func unusual(_ offset: Int, _ expected: String, _ found: String) -> FormatError {
        FormatError(
            .unsupported, at: offset, field: "a property of the encoded header", expected: expected, found: found)
    }

    /// The leading ones of the first byte tell how many bytes follow; its other bits are the highest.
    private static func number(_ reader: inout ByteReader) throws -> Int {
        let first = try reader.u8("number")
        let more = (~first).leadingZeroBitCount
        var value: UInt64 = 0
        for i in 0..<more { value |= UInt64(try reader.u8("number")) << (8 * UInt64(i)) }
        if more < 7 { value |= UInt64(first & (0x7F >> UInt8(more))) << (8 * UInt64(more)) }
        return Int(clamping: value)
    }
}
