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
        return Content(
            "JFFS2", at: offset, size: length, .certain, evidence: "CRC of a node's header",
            details: [.init("endian", isLittle ? "little-endian" : "big-endian", .bare)])
    }

    func assemble(_ found: [Content], in view: DataView, by inspector: PartInspector) throws -> [Content] {
        var extents: [(content: Content, nodes: Int)] = []
        for node in found {
            if let last = extents.last, last.content.details == node.details,
                node.offset - last.content.end <= JFFS2Recogniser.maxGap
            {
                extents[extents.count - 1].content.size = max(last.content.end, node.end) - last.content.offset
                extents[extents.count - 1].nodes += 1
            } else {
                extents.append((node, 1))
            }
        }
        return extents.map { extent in
            var content = extent.content
            let nodes = extent.nodes == 1 ? "a node's header" : "\(extent.nodes) node headers at page starts"
            content.evidence = "CRC of \(nodes)"
            content.ownsExtent = false
            return content
        }
    }
}
