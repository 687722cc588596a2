// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The start header tells where the end is, and has a CRC.
///
/// Source: 7zFormat.txt of the LZMA SDK.
enum SevenZipProbe {
    private static let startHeader = 32

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        guard input.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), input.head.count >= startHeader else {
            return nil
        }
        var reader = ByteReader(Array(input.head[..<startHeader]))
        try reader.skip(8, "magic and version")
        guard try reader.little(UInt32.self, "CRC") == CRC32.zlib(input.head[12..<startHeader]) else { return nil }
        let offset = Int(clamping: try reader.little(UInt64.self, "offset"))
        let size = Int(clamping: try reader.little(UInt64.self, "size"))
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, end <= input.source.size - startHeader else {
            return .whole(.certain, "a 7z start header with its CRC; the file is cut short")
        }
        return end + startHeader == input.source.size
            ? .whole(.certain, "a 7z start header with its CRC") : .part(end + startHeader)
    }
}
