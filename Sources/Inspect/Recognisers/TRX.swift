// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Broadcom's TRX: a header of 28 or 32 bytes, little-endian, with a CRC of all that follows the field.
///
/// Source: openwrt firmware-utils `trx.c`, `otrx.c`.
struct TRXRecogniser: Recogniser {
    var signatures: [Signature] { [.text("HDR0")] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 32)
        guard head.count == 32 else { return nil }
        let length = Field.little(head, 4)
        let version = Field.little(head, 14, 2)
        guard version == 1 || version == 2 else { return nil }
        let headSize = version == 1 ? 28 : 32
        let starts = (0..<(version == 1 ? 3 : 4)).map { Field.little(head, 16 + 4 * $0) }.filter { $0 != 0 }
        guard length > headSize, let first = starts.first, first >= headSize,
            starts.allSatisfy({ $0 < length }), zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        let expected = UInt32(truncatingIfNeeded: Field.little(head, 8))
        let crc = try view.crc32(at: offset + 12, count: length - 12).map { ~$0 }
        // Devices change what lies behind the kernel, so that a wrong CRC is usual in a dump.
        return Content(
            "TRX", at: offset, size: length, crc == expected ? .certain : .likely,
            evidence: crc == expected ? "CRC" : "version, length and part offsets agree",
            details: [
                .init("version", version),
                .init("parts", starts.map { ByteCount.hex($0) }.joined(separator: ", "), .named),
            ])
    }

    func assemble(_ found: [Content], in view: DataView, by inspector: PartInspector) throws -> [Content] {
        try found.map { content in
            let head = try view.bytes(at: content.offset, count: 32)
            let starts = (0..<(Field.little(head, 14, 2) == 1 ? 3 : 4)).map { Field.little(head, 16 + 4 * $0) }
            let parts = starts.enumerated().filter { $0.element != 0 }.map {
                ("part \($0.offset)", content.offset + $0.element)
            }
            return try inspector.adding(parts, to: content, in: view)
        }
    }
}
