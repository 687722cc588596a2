// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// One record, as a line has it: `:LLAAAATT`, data, checksum.
struct IntelHexRecord {
    let address: Int
    let type: UInt8
    let data: [UInt8]
    /// Whether the sum of all bytes is 0 modulo 256.
    let isRight: Bool
    /// Characters behind it that are no blanks.
    let hasMore: Bool

    /// - Parameter line: without its end.
    /// - Returns: nil when the line is no record: no digits where it needs some, too few of them, or one too many.
    init?(_ line: some Collection<UInt8>) {
        guard line.first == UInt8(ascii: ":") else { return nil }
        let digits = line.dropFirst().prefix { HexDigits.value(of: $0) != nil }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { i -> UInt8 in
            let at = digits.index(digits.startIndex, offsetBy: i)
            let high = HexDigits.value(of: digits[at]) ?? 0
            let low = HexDigits.value(of: digits[digits.index(after: at)]) ?? 0
            return UInt8(high << 4 | low)
        }
        guard digits.count % 2 == 0, bytes.count >= 5, bytes.count == Int(bytes[0]) + 5 else { return nil }
        address = Int(bytes[1]) << 8 | Int(bytes[2])
        type = bytes[3]
        data = Array(bytes[4..<(bytes.count - 1)])
        isRight = bytes.reduce(0, &+) == 0
        hasMore = line.dropFirst(1 + digits.count).contains { $0 != 0x20 && $0 != 0x09 }
    }

    /// The data as a big-endian number.
    var number: Int { data.reduce(0) { $0 << 8 | Int($1) } }
}
