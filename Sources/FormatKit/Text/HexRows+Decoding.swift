// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension HexRows {
    /// Reads `count` bytes from regular rows: columns as ``encode(_:label:canonical:into:)`` puts them, an ASCII
    /// column that agrees or none, a line end of LF behind at most two CR.
    ///
    /// - Parameters:
    ///   - start: where the first row begins in `text`.
    ///   - label: that the first row has to have; an address goes up from row to row.
    ///   - bytes: room for `count` bytes.
    /// - Returns: where the row after the last begins in `text`; nil when anything is not as regular.
    @inline(never)
    package static func decode(
        _ text: UnsafeRawBufferPointer, from start: Int, label: Label, count: Int,
        into bytes: UnsafeMutableRawPointer
    ) -> Int? {
        guard let base = text.baseAddress else { return nil }
        return digits.withUnsafeBufferPointer { table in
            guard let digits = table.baseAddress else { return nil }
            var at = start
            var done = 0
            while done < count {
                let n = min(bytesPerRow, count &- done)
                let labelLength = length(of: label, done)
                guard text.count &- at >= labelLength &+ 3 &* n else { return nil }
                switch label {
                case .address(let first): guard matches(base + at, address: first &+ done) else { return nil }
                case .oob: guard isOOBLabel(base + at) else { return nil }
                }
                let isHex =
                    n == bytesPerRow
                    ? getRow(base + at + labelLength, bytesPerRow, digits, bytes + done)
                    : getRow(base + at + labelLength, n, digits, bytes + done)
                guard isHex, let end = rowEnd(text, base, at, labelLength &+ 3 &* n &- 1, bytes + done, n) else {
                    return nil
                }
                at = end
                done &+= n
            }
            return at
        }
    }

    /// Whether a row of OOB begins at `start`.
    package static func isOOBRow(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard let base = text.baseAddress, text.count - start >= 12 else { return false }
        return isOOBLabel(base + start)
    }

    @inline(__always)
    private static func matches(_ row: UnsafeRawPointer, address: Int) -> Bool {
        guard row.loadUnaligned(as: UInt16.self) == UInt16(0x7830).littleEndian else { return false }
        let extra = digitCount(address) &- 8
        var i = 0
        while i < extra {
            let digit = UInt8(truncatingIfNeeded: address &>> (32 &+ 4 &* (extra &- 1 &- i))) & 15
            if row.load(fromByteOffset: 2 &+ i, as: UInt8.self) != asciiDigit(digit) { return false }
            i &+= 1
        }
        return row.loadUnaligned(fromByteOffset: 2 &+ extra, as: UInt64.self)
            == hex8(UInt32(truncatingIfNeeded: address))
            && row.loadUnaligned(fromByteOffset: 10 &+ extra, as: UInt16.self) == UInt16(0x203A).littleEndian
    }

    @inline(__always)
    private static func isOOBLabel(_ row: UnsafeRawPointer) -> Bool {
        row.loadUnaligned(as: UInt64.self) == oobLabel.0
            && row.loadUnaligned(fromByteOffset: 8, as: UInt32.self) == oobLabel.1
    }

    /// Reads `n` bytes with a blank between two.
    ///
    /// - Returns: false when anything else is there.
    @inline(__always)
    static func getRow(
        _ row: UnsafeRawPointer, _ n: Int, _ digits: UnsafePointer<UInt8>, _ out: UnsafeMutableRawPointer
    ) -> Bool {
        var wrong: UInt8 = 0
        var separators: UInt8 = 0
        var i = 0
        while i < n {
            let high = digits[Int(row.load(fromByteOffset: 3 &* i, as: UInt8.self))]
            let low = digits[Int(row.load(fromByteOffset: 3 &* i &+ 1, as: UInt8.self))]
            if i &+ 1 < n { separators |= row.load(fromByteOffset: 3 &* i &+ 2, as: UInt8.self) ^ 0x20 }
            out.storeBytes(of: high &<< 4 | low, toByteOffset: i, as: UInt8.self)
            wrong |= high | low
            i &+= 1
        }
        return wrong & 0xF0 == 0 && separators == 0
    }

    /// Where the next row begins, when behind `column` comes a line end, or an ASCII column that agrees and one.
    @inline(__always)
    private static func rowEnd(
        _ text: UnsafeRawBufferPointer, _ base: UnsafeRawPointer, _ row: Int, _ column: Int, _ bytes: UnsafeRawPointer,
        _ n: Int
    ) -> Int? {
        var at = row &+ column
        if base.load(fromByteOffset: at, as: UInt8.self) == 0x20 {
            let bar = row &+ max(61, column &+ 1)
            guard n == bytesPerRow else { return shortRowEnd(text, row, column, bytes, n) }
            guard text.count &- bar >= 19, bar &- row <= 61,
                base.load(fromByteOffset: at &+ 1, as: UInt8.self) == (at &+ 1 == bar ? 0x7C : 0x20),
                base.load(fromByteOffset: bar, as: UInt8.self) == 0x7C,
                base.load(fromByteOffset: bar &+ 17, as: UInt8.self) == 0x7C,
                base.loadUnaligned(fromByteOffset: bar &+ 1, as: UInt64.self)
                    == printable(bytes.loadUnaligned(as: UInt64.self)),
                base.loadUnaligned(fromByteOffset: bar &+ 9, as: UInt64.self)
                    == printable(bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            else { return nil }
            at = bar &+ 18
        }
        return lineEnd(text, base, at)
    }

    /// As ``rowEnd`` for a row of fewer than 16 bytes with an ASCII column.
    private static func shortRowEnd(
        _ text: UnsafeRawBufferPointer, _ row: Int, _ column: Int, _ bytes: UnsafeRawPointer, _ n: Int
    ) -> Int? {
        let bar = row + max(61, column + 1)
        guard let base = text.baseAddress, text.count - bar >= n + 3,
            text[(row + column)..<bar].allSatisfy({ $0 == 0x20 }), text[bar] == 0x7C, text[bar + 1 + n] == 0x7C
        else { return nil }
        for i in 0..<n where text[bar + 1 + i] != printable(bytes.load(fromByteOffset: i, as: UInt8.self)) {
            return nil
        }
        return lineEnd(text, base, bar + n + 2)
    }

    @inline(__always)
    private static func lineEnd(_ text: UnsafeRawBufferPointer, _ base: UnsafeRawPointer, _ start: Int) -> Int? {
        var at = start
        var returns = 0
        while returns < 2, at &+ 1 < text.count, base.load(fromByteOffset: at, as: UInt8.self) == 0x0D {
            returns &+= 1
            at &+= 1
        }
        return base.load(fromByteOffset: at, as: UInt8.self) == 0x0A ? at &+ 1 : nil
    }
}
