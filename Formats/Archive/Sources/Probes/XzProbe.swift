// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Source: the .xz file format 1.2.0, 2.1.1 (header) and 2.1.2 (footer).
enum XzProbe {
    private static let magic: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    private static let frame = 12

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        guard input.starts(with: magic), input.head.count >= frame else { return nil }
        let flags = Array(input.head[6..<8])
        var header = ByteReader(Array(input.head[8..<frame]))
        guard try header.little(UInt32.self, "CRC") == CRC32.zlib(flags) else { return nil }
        // Padding behind a stream comes in fours of 0x00; some is looked through.
        var tail = try input.source.bytes(at: max(0, input.source.size - 4096), count: 4096)
        while tail.count > frame, tail.suffix(4) == [0, 0, 0, 0] { tail.removeLast(4) }
        let footer = Array(tail.suffix(frame))
        var reader = ByteReader(footer)
        let crc = try reader.little(UInt32.self, "CRC")
        guard footer.suffix(4) == flags + Array("YZ".utf8), crc == CRC32.zlib(footer[4..<10]) else {
            return .broken("the file does not end with its footer")
        }
        return .whole(.certain, "an xz header and a footer, with their CRCs")
    }
}
