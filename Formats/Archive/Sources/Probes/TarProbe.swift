// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The first header's checksum.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
enum TarProbe {
    private static let block = 512
    private static let checksum = 148..<156

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        guard input.head.count >= block, input.head[0] != 0 else { return nil }
        let header = input.head[..<block]
        let digits = header[checksum].drop { $0 == UInt8(ascii: " ") }.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty else { return nil }
        let stated = digits.reduce(0) { $0 << 3 | Int($1 & 7) }
        // The checksum's own bytes count as blanks.
        let sum = header.enumerated().reduce(0) { $0 + (checksum.contains($1.offset) ? 0x20 : Int($1.element)) }
        return sum == stated ? .whole(.certain, "a tar header with its checksum") : nil
    }
}
