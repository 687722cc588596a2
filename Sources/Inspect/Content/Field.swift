// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Numbers at fixed places of a head that is known to be long enough; 0 behind its end.
enum Field {
    static func number(_ bytes: [UInt8], _ offset: Int, _ width: Int, isLittle: Bool) -> UInt64 {
        guard offset >= 0, width > 0, width <= 8, offset <= bytes.count - width else { return 0 }
        let part = bytes[offset..<(offset + width)]
        return isLittle
            ? part.reversed().reduce(0) { $0 << 8 | UInt64($1) } : part.reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func little(_ bytes: [UInt8], _ offset: Int, _ width: Int = 4) -> Int {
        Int(truncatingIfNeeded: number(bytes, offset, width, isLittle: true))
    }

    static func big(_ bytes: [UInt8], _ offset: Int, _ width: Int = 4) -> Int {
        Int(truncatingIfNeeded: number(bytes, offset, width, isLittle: false))
    }

    /// Text up to the first NUL; bytes that do not print become '.'.
    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        let part = bytes[range.clamped(to: bytes.indices)].prefix { $0 != 0 }
        return String(decoding: part.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// `a` rounded up to a multiple of `unit`.
    static func up(_ a: Int, to unit: Int) -> Int {
        let (sum, overflow) = a.addingReportingOverflow(unit - 1)
        return overflow ? .max : sum / unit * unit
    }
}
