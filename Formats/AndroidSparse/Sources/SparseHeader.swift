// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The file header, little-endian.
struct SparseHeader {
    static let magic: [UInt8] = [0x3A, 0xFF, 0x26, 0xED]
    static let size = 28

    /// Of the header and of each chunk's, as the file has them: larger ones have more behind what is known.
    let headerSize: Int
    let chunkHeaderSize: Int
    let blockSize: Int
    /// Of the expanded image.
    let blockCount: Int
    let chunkCount: Int

    /// - Throws: ``FormatError`` with the offset of the field.
    init(_ bytes: [UInt8], name: String) throws(FormatError) {
        var reader = ByteReader(bytes, name: name)
        let magic = try reader.array(4, "magic")
        guard magic == SparseHeader.magic else {
            throw FormatError(
                .badMagic, name: name, at: 0, field: "magic", expected: "3a ff 26 ed",
                found: magic.map { String($0, radix: 16) }.joined(separator: " "))
        }
        let major = try reader.little(UInt16.self, "major_version")
        guard major == 1 else {
            throw FormatError(.unsupported, name: name, at: 4, field: "major_version", expected: "1", found: "\(major)")
        }
        try reader.skip(2, "minor_version")
        func bounded(_ value: Int, _ range: ClosedRange<Int>, _ field: String, _ at: Int) throws(FormatError) -> Int {
            guard range.contains(value) else {
                throw FormatError(
                    .badValue, name: name, at: at, field: field,
                    expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
            }
            return value
        }
        // No version has more; the bound only keeps the chunks in sight.
        headerSize = try bounded(Int(try reader.little(UInt16.self, "file_hdr_sz")), 28...4096, "file_hdr_sz", 8)
        chunkHeaderSize = try bounded(
            Int(try reader.little(UInt16.self, "chunk_hdr_sz")), 12...4096, "chunk_hdr_sz", 10)
        // simg2img takes any multiple of 4; more than 16 MiB no tool writes.
        blockSize = try bounded(Int(try reader.little(UInt32.self, "blk_sz")), 4...(16 << 20), "blk_sz", 12)
        guard blockSize % 4 == 0 else {
            throw FormatError(
                .badValue, name: name, at: 12, field: "blk_sz", expected: "a multiple of 4", found: "\(blockSize)")
        }
        blockCount = Int(try reader.little(UInt32.self, "total_blks"))
        chunkCount = Int(try reader.little(UInt32.self, "total_chunks"))
    }

    /// The header of a file of the only version there is.
    static func bytes(blockSize: Int, blockCount: Int, chunkCount: Int) -> [UInt8] {
        magic + little(1, 2) + little(0, 2) + little(size, 2) + little(SparseChunk.headerSize, 2) + little(blockSize, 4)
            + little(blockCount, 4) + little(chunkCount, 4) + little(0, 4)
    }

    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// A chunk's header.
struct SparseChunk {
    static let headerSize = 12

    enum Kind: Int { case raw = 0xCAC1, fill = 0xCAC2, dontCare = 0xCAC3, crc = 0xCAC4 }

    /// Nil for one that is not known.
    var kind: Kind?
    var rawKind: Int
    /// Blocks of the expanded image.
    var blocks: Int
    /// Bytes in the file, the header counted.
    var totalSize: Int

    /// - Parameter bytes: 12 at least.
    init(_ bytes: ArraySlice<UInt8>) {
        func little(_ at: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[bytes.startIndex + at + $1]) << (8 * $1) }
        }
        rawKind = little(0, 2)
        kind = Kind(rawValue: rawKind)
        blocks = little(4, 4)
        totalSize = little(8, 4)
    }

    static func bytes(_ kind: Kind, blocks: Int, bodySize: Int) -> [UInt8] {
        SparseHeader.little(kind.rawValue, 2) + [0, 0] + SparseHeader.little(blocks, 4)
            + SparseHeader.little(headerSize + bodySize, 4)
    }
}
