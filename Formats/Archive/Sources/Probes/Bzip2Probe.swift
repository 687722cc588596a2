// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Begins with a block's magic and ends with that of the stream's end, which lies at any bit.
enum Bzip2Probe {
    /// Of a block, the digits of pi; of the end, those of its square root, in packed decimal.
    private static let block: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
    private static let end: UInt64 = 0x1772_4538_5090

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        guard input.starts(with: Array("BZh".utf8)), input.head.count >= 10,
            (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(input.head[3])
        else { return nil }
        let first = Array(input.head[4..<10])
        let isEmpty = first.reduce(0) { $0 << 8 | UInt64($1) } == end
        guard first == block || isEmpty else { return nil }
        guard try endsWithMagic(input.source) else { return .broken("the file does not end with its end mark") }
        return .whole(.likely, "a bzip2 block at the start, and the stream's end at the end")
    }

    /// The end's magic, 32 bits of CRC, and up to 7 bits to fill the last byte.
    private static func endsWithMagic(_ source: any ByteSource) throws -> Bool {
        let tail = try source.bytes(at: max(0, source.size - 11), count: 11)
        let word = { (bytes: ArraySlice<UInt8>) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        // The last 10 bytes hold all but up to 7 bits of it, which lie in the byte before.
        guard tail.count >= 10 else { return false }
        let magicAndMore = word(tail.dropLast(4).suffix(7))
        return (UInt64(0)..<8).contains { magicAndMore >> $0 & 0xFFFF_FFFF_FFFF == end }
    }
}
