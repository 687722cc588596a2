// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// A zip is found from its end: the end record tells where the directory is, and that has a magic of its own.
///
/// Source: PKWARE APPNOTE 6.3.10, 4.3.
enum ZipProbe {
    private static let endRecord = 22
    private static let longestComment = 65535

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        guard input.starts(with: [0x50, 0x4B, 3, 4]) || input.starts(with: [0x50, 0x4B, 5, 6]) else { return nil }
        let size = input.source.size
        let start = max(0, size - endRecord - longestComment)
        let tail = try input.source.bytes(at: start, count: size - start)
        var i = tail.count - endRecord
        while i >= 0 {
            if tail[i] == 0x50, tail[i...].starts(with: [0x50, 0x4B, 5, 6]),
                endRecord + Int(tail[i + 20]) + Int(tail[i + 21]) << 8 == tail.count - i
            {
                return try directory(input, record: Array(tail[i..<(i + endRecord)]), at: start + i)
            }
            i -= 1
        }
        return .broken("the file does not end with a directory")
    }

    private static func directory(_ input: ProbeInput, record: [UInt8], at end: Int) throws -> WrapperExtent {
        var reader = ByteReader(record, base: end)
        try reader.skip(10, "numbers of disks")
        let count = try reader.little(UInt16.self, "number of members")
        try reader.skip(4, "size of the directory")
        let offset = try reader.little(UInt32.self, "offset of the directory")
        if count == 0 || offset == .max { return .whole(.likely, "zip's magic, and its end record at the end") }
        guard try input.source.bytes(at: Int(offset), count: 4) == [0x50, 0x4B, 1, 2] else {
            return .broken("its directory is not at \(offset)")
        }
        return .whole(.likely, "zip's magic, and its directory at the end")
    }
}
