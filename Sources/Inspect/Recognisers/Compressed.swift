// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// xz: the stream header has a CRC.
///
/// Source: the .xz file format 1.2.1, section 2.1.1.
struct XZRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 12)
        guard head.count == 12, head[6] == 0, head[7] & 0xF0 == 0,
            Int(CRC32.zlib(head[6..<8])) == Field.little(head, 8)
        else { return nil }
        return Content("xz", at: offset, .certain, evidence: "CRC of the stream header")
    }
}

/// LZMA alone, as kernels are packed: no magic, but five fields that have to agree.
///
/// Source: `DOC/lzma-specification.txt` of the LZMA SDK.
struct LZMARecogniser: Recogniser {
    /// lc=3, lp=0, pb=2 and neighbours, with a dictionary of at least 64 KiB.
    var signatures: [Signature] {
        [.bytes([0x5D, 0, 0]), .bytes([0x6D, 0, 0]), .bytes([0x6C, 0, 0]), .bytes([0x6E, 0, 0])]
    }

    private static let maxSize = 256 << 20

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 32)
        guard head.count == 32 else { return nil }
        let dictionary = Field.little(head, 1)
        let size = Field.number(head, 5, 8, isLittle: true)
        let isSized = (4096...UInt64(LZMARecogniser.maxSize)).contains(size)
        // The range coder begins with a byte of 0 and then anything but a run of one value.
        guard (1 << 16...1 << 27).contains(dictionary), dictionary.nonzeroBitCount <= 2, isSized || size == .max,
            head[13] == 0, Set(head[14..<32]).count >= 10
        else { return nil }
        return Content(
            "LZMA", at: offset, .likely, evidence: "properties, dictionary size, length and first byte are in range",
            details: isSized ? [.init("expanded", Int(size))] : [])
    }
}

/// bzip2: magic, level, and the magic of the first block.
///
/// Source: bzip2 `compress.c`.
struct BzipRecogniser: Recogniser {
    var signatures: [Signature] { [.text("BZh")] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 10)
        guard head.count == 10, (0x31...0x39).contains(head[3]),
            head[4...].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        else { return nil }
        return Content("bzip2", at: offset, .likely, evidence: "magic of the stream and of its first block")
    }
}

/// Zstandard: frame header and first block header.
///
/// Source: RFC 8878, section 3.1.1.
struct ZstdRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0x28, 0xB5, 0x2F, 0xFD])] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 24)
        guard head.count == 24, head[4] & 0x08 == 0 else { return nil }
        let isSingle = head[4] & 0x20 != 0
        let sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][Int(head[4] >> 6)]
        let block = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][Int(head[4] & 3)] + sizeBytes
        let header = Field.little(head, block, 3)
        // Windows over 128 MiB are refused by decoders, blocks have three types and 128 KiB at the most.
        guard isSingle || head[5] >> 3 <= 17, header >> 1 & 3 != 3, (1...(128 << 10)).contains(header >> 3) else {
            return nil
        }
        return Content("zstd", at: offset, .likely, evidence: "frame header and first block header are in range")
    }
}
