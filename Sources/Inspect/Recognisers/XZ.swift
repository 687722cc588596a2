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
