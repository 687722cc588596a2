// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// squashfs 4: superblock of 96 bytes, little-endian, or big-endian as some vendors made it.
///
/// Source: Linux `fs/squashfs/squashfs_fs.h`.
struct SquashFSRecogniser: Recogniser {
    var signatures: [Signature] { [.text("hsqs"), .text("sqsh")] }

    private static let compressions = ["gzip", "lzma", "lzo", "xz", "lz4", "zstd"]

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 96)
        guard head.count == 96 else { return nil }
        let isLittle = head[0] == UInt8(ascii: "h")
        func number(_ at: Int, _ width: Int) -> UInt64 { Field.number(head, at, width, isLittle: isLittle) }
        let blockSize = number(12, 4)
        let compression = Int(number(20, 2))
        let used = number(40, 8)
        guard number(28, 2) == 4, number(30, 2) == 0, number(4, 4) > 0,
            (4096...(1 << 20)).contains(blockSize), blockSize.nonzeroBitCount == 1,
            number(22, 2) == UInt64(blockSize.trailingZeroBitCount), (1...6).contains(compression),
            (96...(1 << 40)).contains(used), [48, 64, 72].allSatisfy({ (96..<used).contains(number($0, 8)) })
        else { return nil }
        return Content(
            "squashfs", at: offset, size: Int(used), .likely,
            evidence: "version 4.0; block size, compression and table offsets agree",
            details: [
                .init("compression", SquashFSRecogniser.compressions[compression - 1], .bare),
                .init("inodes", Int(number(4, 4))), .init("endian", isLittle ? "little" : "big"),
            ])
    }
}
