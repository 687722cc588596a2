// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Numbers of bytes as people write and read them.
public enum ByteCount {
    /// Reads `131072`, `0x20000`, `128K`, `64M`, `2G` (powers of 1024; `KiB`, `MiB`, `GiB` too).
    ///
    /// - Returns: nil for anything else, for negative numbers and for what overflows.
    public static func parse(_ text: some StringProtocol) -> Int? {
        var digits = Substring(text)
        var shift = 0
        for (suffixes, bits) in [(["KiB", "K", "k"], 10), (["MiB", "M"], 20), (["GiB", "G"], 30)] {
            if let suffix = suffixes.first(where: { digits.hasSuffix($0) }), !digits.hasPrefix("0x") {
                digits = digits.dropLast(suffix.count)
                shift = bits
                break
            }
        }
        let isHex = digits.hasPrefix("0x") || digits.hasPrefix("0X")
        let body = isHex ? digits.dropFirst(2) : digits
        guard let first = body.first, first.isHexDigit, let value = Int(body, radix: isHex ? 16 : 10) else {
            return nil
        }
        let (result, overflow) = value.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : result
    }

    /// `128 KiB`, `132 MiB`, `1.5 GiB`: for reading, three digits at the most after rounding down.
    public static func human(_ bytes: Int) -> String {
        let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        for (name, bits) in units where bytes >= 1 << bits {
            let tenths = ((bytes >> (bits - 4)) * 10) >> 4
            let whole = tenths / 10
            return tenths % 10 == 0 || whole >= 100 ? "\(whole) \(name)" : "\(whole).\(tenths % 10) \(name)"
        }
        return "\(bytes) bytes"
    }

    /// `64K` when that is exact, else the plain number: what ``parse(_:)`` reads back.
    public static func exact(_ bytes: Int) -> String {
        for (name, bits) in [("G", 30), ("M", 20), ("K", 10)] where bytes >= 1 << bits && bytes % (1 << bits) == 0 {
            return "\(bytes >> bits)\(name)"
        }
        return "\(bytes)"
    }

    /// `0x00020800`: at least `digits` hexadecimal digits.
    public static func hex(_ value: Int, digits: Int = 1) -> String {
        let text = String(value, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
