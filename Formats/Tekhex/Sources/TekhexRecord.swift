// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// One record, as a line has it: `%`, length, type, checksum, and what the type has.
struct TekhexRecord {
    /// 3 symbols, 6 data, 8 end.
    let type: UInt8
    /// The characters behind the checksum.
    let body: [UInt8]
    /// Whether the sum of all characters but the checksum's is what that says.
    let isRight: Bool
    /// Characters behind it that are no blanks.
    let hasMore: Bool

    /// Characters before the body, the percent sign not counted.
    static let headLength = 5

    /// What each character counts in the sum; 0 for others, as in objcopy's `*ABS*`.
    static func weight(_ character: UInt8) -> Int {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character) - 0x30
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character) - 0x41 + 10
        case UInt8(ascii: "$"): 36
        case UInt8(ascii: "%"): 37
        case UInt8(ascii: "."): 38
        case UInt8(ascii: "_"): 39
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character) - 0x61 + 40
        default: 0
        }
    }

    /// - Parameter line: without its end.
    /// - Returns: nil when the line is no record: too short for its length, or no number where one has to be.
    init?(_ line: some Collection<UInt8>) {
        let all = Array(line.dropFirst())
        guard line.first == UInt8(ascii: "%"), all.count >= TekhexRecord.headLength,
            let length = HexDigits.number(all[0..<2]), length >= TekhexRecord.headLength, length <= all.count,
            let sum = HexDigits.number(all[3..<5])
        else { return nil }
        type = all[2]
        body = Array(all[5..<length])
        let found = (all[0..<3] + body).reduce(0) { $0 + TekhexRecord.weight($1) }
        isRight = found & 0xFF == sum
        hasMore = all[length...].contains { $0 != 0x20 && $0 != 0x09 }
    }

    /// The number that the body begins with: a digit for how many digits it has, 0 for 16, and these.
    var number: (value: Int, length: Int)? {
        guard let first = body.first, let digits = HexDigits.value(of: first) else { return nil }
        let length = digits == 0 ? 16 : digits
        guard body.count > length else { return nil }
        let text = body[1...length].drop { $0 == 0x30 }
        guard let value = text.isEmpty ? 0 : HexDigits.number(text) else { return nil }
        return (value, 1 + length)
    }
}
