// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

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
