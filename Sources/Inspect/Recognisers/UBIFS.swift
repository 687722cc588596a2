// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// UBIFS by its superblock node.
///
/// Source: Linux `fs/ubifs/ubifs-media.h`.
struct UBIFSRecogniser: Recogniser {
    /// Length and type of the node rather than its magic, which most pages of a UBIFS begin with.
    var signatures: [Signature] { [.bytes([0, 0x10, 0, 0, 6], at: 16)] }

    private static let nodeSize = 4096
    private static let magic: [UInt8] = [0x31, 0x18, 0x10, 0x06]

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let node = try view.bytes(at: offset, count: UBIFSRecogniser.nodeSize)
        guard node.count == UBIFSRecogniser.nodeSize, node.starts(with: UBIFSRecogniser.magic),
            CRC32.jam(node[8...]) == UInt32(truncatingIfNeeded: Field.little(node, 4))
        else { return nil }
        let blockSize = Field.little(node, 36)
        let count = Field.little(node, 40)
        return Content(
            "UBIFS", at: offset, .certain, evidence: "CRC of the superblock node",
            details: [
                .init("minimal I/O", Field.little(node, 32)), .init("LEB size", blockSize), .init("LEBs", count),
            ])
    }
}
