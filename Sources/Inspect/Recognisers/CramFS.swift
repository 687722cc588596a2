// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// cramfs, in either byte order; its CRC covers the whole image with the field itself 0.
///
/// Source: Linux `include/uapi/linux/cramfs_fs.h`.
struct CramFSRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0x45, 0x3D, 0xCD, 0x28]), .bytes([0x28, 0xCD, 0x3D, 0x45])] }

    private static let crcField = 32

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        var head = try view.bytes(at: offset, count: 64)
        guard head.count == 64, Field.text(head, 16..<32) == "Compressed ROMFS" else { return nil }
        let isLittle = head[0] == 0x45
        let size = Int(Field.number(head, 4, 4, isLittle: isLittle))
        guard size >= 76 else { return nil }
        let stored = UInt32(Field.number(head, CramFSRecogniser.crcField, 4, isLittle: isLittle))
        for i in 0..<4 { head[CramFSRecogniser.crcField + i] = 0 }
        let crc = try view.crc32(at: offset + 64, count: size - 64, continuing: CRC32.zlib(head))
        return Content(
            "cramfs", at: offset, size: size, name: Field.text(head, 48..<64), crc == stored ? .certain : .likely,
            evidence: crc == stored ? "CRC of the whole image" : "magic and signature",
            details: [
                .init("files", Int(Field.number(head, 44, 4, isLittle: isLittle)), .named),
                .init("endian", isLittle ? "little" : "big"),
            ],
            problems: crc == stored || crc == nil ? [] : [Checksum.mismatch("cramfs CRC", crc, stored)])
    }
}
