// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// JFFS2 by nodes whose header has a good CRC, in either byte order.
///
/// Source: Linux `include/uapi/linux/jffs2.h`.
struct JFFS2Recogniser: Recogniser {
    /// Inode, directory entry, clean marker, padding, summary, extended attribute and its reference.
    private static let types: [UInt16] = [0xE001, 0xE002, 0x2003, 0x2004, 0x2006, 0xE008, 0xE009]

    var signatures: [Signature] {
        JFFS2Recogniser.types.flatMap { type -> [Signature] in
            let (high, low) = (UInt8(type >> 8), UInt8(truncatingIfNeeded: type))
            return [.bytes([0x85, 0x19, low, high]), .bytes([0x19, 0x85, high, low])]
        }
    }

    /// Blocks without nodes lie between others; a longer stretch without any is another file system.
    private static let maxGap = 16 << 20
    private static let maxNode = 1 << 20

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 12)
        guard head.count == 12 else { return nil }
        let isLittle = head[0] == 0x85
        let length = Int(Field.number(head, 4, 4, isLittle: isLittle))
        guard (12...JFFS2Recogniser.maxNode).contains(length),
            UInt64(CRC32.jffs2(head[..<8])) == Field.number(head, 8, 4, isLittle: isLittle)
        else { return nil }
        var content = Content(
            "JFFS2", at: offset, size: length, .certain, evidence: "CRC of node headers",
            details: [
                .init("endian", isLittle ? "little-endian" : "big-endian", .bare), .init("nodes at page starts", 1),
            ])
        content.ownsExtent = false
        return content
    }

    func join(_ next: Content, to last: inout Content) -> Bool {
        guard last.details.first == next.details.first, next.offset - last.end <= JFFS2Recogniser.maxGap else {
            return false
        }
        last.size = max(last.end, next.end) - last.offset
        last.details[1] = .init("nodes at page starts", (last.details[1].number ?? 0) + 1)
        return true
    }
}
