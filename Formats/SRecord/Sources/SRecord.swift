// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// One record, as a line has it: `S`, type, count, address, data, checksum.
struct SRecord {
    let type: Int
    let address: Int
    let data: [UInt8]
    /// Whether the sum of all bytes is 0xFF modulo 256.
    let isRight: Bool
    /// Characters behind it that are no blanks.
    let hasMore: Bool

    /// Bytes of address of each type; 0 for the one that is reserved.
    static let addressBytes = [2, 2, 3, 4, 0, 2, 3, 4, 3, 2]

    /// - Parameter line: without its end.
    /// - Returns: nil when the line is no record: an unknown type, or digits that do not agree with its count.
    init?(_ line: some Collection<UInt8>) {
        var rest = line.dropFirst()
        guard line.first == UInt8(ascii: "S"), let digit = rest.popFirst(), (0x30...0x39).contains(digit) else {
            return nil
        }
        type = Int(digit) - 0x30
        let width = SRecord.addressBytes[type]
        func byte() -> UInt8? {
            guard rest.count >= 2, let high = rest.popFirst().flatMap({ HexDigits.value(of: $0) }),
                let low = rest.popFirst().flatMap({ HexDigits.value(of: $0) })
            else { return nil }
            return UInt8(high << 4 | low)
        }
        guard width > 0, let count = byte(), Int(count) > width else { return nil }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            guard let next = byte() else { return nil }
            bytes.append(next)
        }
        address = bytes[..<width].reduce(0) { $0 << 8 | Int($1) }
        data = Array(bytes[width..<(bytes.count - 1)])
        isRight = bytes.reduce(count, &+) == 0xFF
        hasMore = rest.contains { $0 != 0x20 && $0 != 0x09 }
    }
}
