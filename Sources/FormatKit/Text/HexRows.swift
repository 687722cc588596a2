// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The kernels of hexadecimal text in rows of 16, as nanddump prints it: bytes to rows, and regular rows to bytes.
///
/// Source of the form: mtd-utils 2.3.1, nand-utils/nanddump.c, `pretty_dump_to_buffer`.
package enum HexRows {
    /// Bytes that a row shows.
    package static let bytesPerRow = 16
    /// Room for the longest row with its line end, and for what the kernel writes over it, in bytes.
    package static let maxRowLength = 96

    /// What a row begins with.
    package enum Label: Sendable, Hashable {
        /// `0x%.8llx: `
        case address(Int)
        /// `  OOB Data: `
        case oob
    }

    /// For each byte `xy ` as four characters, the last of them NUL.
    private static let pairs: [UInt32] = (0..<256).map { byte in
        let digits = Array("0123456789abcdef".utf8).map(UInt32.init)
        return digits[byte >> 4] | digits[byte & 15] << 8 | 0x20_0000
    }

    /// For each character the value of the digit; 0xF0 for what is no digit.
    private static let digits: [UInt8] = (0..<256).map { character in
        Character(UnicodeScalar(UInt8(character))).hexDigitValue.map(UInt8.init) ?? 0xF0
    }

    // MARK: - To text

    /// Writes `count` bytes as rows: those of a page's data, or of its OOB.
    ///
    /// - Parameters:
    ///   - label: of the first row; an address goes up from row to row.
    ///   - text: room for ``maxRowLength`` bytes a row.
    /// - Returns: the bytes of text.
    @inline(never)
    package static func encode(
        _ bytes: UnsafeRawBufferPointer, label: Label, canonical: Bool, into text: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(text.count >= (bytes.count + bytesPerRow - 1) / bytesPerRow * maxRowLength)
        guard let from = bytes.baseAddress, let start = text.baseAddress else { return 0 }
        return pairs.withUnsafeBufferPointer { table in
            guard let pairs = table.baseAddress else { return 0 }
            var out = start
            var done = 0
            while done < bytes.count {
                switch label {
                case .address(let first): out = put(address: first &+ done, out)
                case .oob: out = putOOBLabel(out)
                }
                let n = min(bytesPerRow, bytes.count &- done)
                if n == bytesPerRow {
                    out = putRow(from + done, bytesPerRow, pairs, out)
                } else {
                    out = putRow(from + done, n, pairs, out)
                }
                if canonical {
                    out = putASCII(from + done, n, rowStart: out - length(of: label, done) - (3 * n - 1), out)
                }
                out.storeBytes(of: 0x0A, as: UInt8.self)
                out += 1
                done &+= n
            }
            return out - start
        }
    }

    /// Characters of the label of the row that begins at byte `done`.
    @inline(__always)
    private static func length(of label: Label, _ done: Int) -> Int {
        guard case .address(let first) = label else { return 12 }
        return 4 &+ digitCount(first &+ done)
    }

    /// Digits of an address: 8 at least.
    @inline(__always)
    static func digitCount(_ address: Int) -> Int {
        max(8, (67 &- address.leadingZeroBitCount) / 4)
    }

    @inline(__always)
    private static func put(address: Int, _ out: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var out = out
        out.storeBytes(of: UInt16(0x7830).littleEndian, as: UInt16.self)
        out += 2
        var high = digitCount(address) &- 8
        while high > 0 {
            high &-= 1
            out.storeBytes(
                of: asciiDigit(UInt8(truncatingIfNeeded: address &>> (32 &+ 4 &* high)) & 15), as: UInt8.self)
            out += 1
        }
        out.storeBytes(of: hex8(UInt32(truncatingIfNeeded: address)), as: UInt64.self)
        out.storeBytes(of: UInt16(0x203A).littleEndian, toByteOffset: 8, as: UInt16.self)
        return out + 10
    }

    @inline(__always)
    private static func putOOBLabel(_ out: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        out.storeBytes(of: oobLabel.0, as: UInt64.self)
        out.storeBytes(of: oobLabel.1, toByteOffset: 8, as: UInt32.self)
        return out + 12
    }

    /// `  OOB Data: ` as it lies in memory.
    private static var oobLabel: (UInt64, UInt32) {
        (UInt64(0x6144_2042_4F4F_2020).littleEndian, UInt32(0x203A_6174).littleEndian)
    }

    @inline(__always)
    private static func putRow(
        _ from: UnsafeRawPointer, _ n: Int, _ pairs: UnsafePointer<UInt32>, _ out: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var i = 0
        while i < n {
            let byte = from.load(fromByteOffset: i, as: UInt8.self)
            out.storeBytes(of: pairs[Int(byte)].littleEndian, toByteOffset: 3 &* i, as: UInt32.self)
            i &+= 1
        }
        return out + (3 &* n &- 1)
    }

    /// The column between bars; the tool's line has room for 79 characters, which cuts it behind long addresses.
    private static func putASCII(
        _ from: UnsafeRawPointer, _ n: Int, rowStart: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var column = out - rowStart
        repeat {
            rowStart.storeBytes(of: 0x20, toByteOffset: column, as: UInt8.self)
            column &+= 1
        } while column < 61
        rowStart.storeBytes(of: 0x7C, toByteOffset: column, as: UInt8.self)
        column &+= 1
        let shown = min(n, 78 &- column)
        if shown == bytesPerRow {
            for half in [0, 8] {
                let word = from.loadUnaligned(fromByteOffset: half, as: UInt64.self)
                rowStart.storeBytes(of: printable(word), toByteOffset: column &+ half, as: UInt64.self)
            }
        } else {
            for i in 0..<shown {
                let byte = from.load(fromByteOffset: i, as: UInt8.self)
                rowStart.storeBytes(of: printable(byte), toByteOffset: column &+ i, as: UInt8.self)
            }
        }
        column &+= shown
        rowStart.storeBytes(of: 0x7C, toByteOffset: column, as: UInt8.self)
        return rowStart + column + 1
    }

    // MARK: - From text

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

    @inline(__always)
    private static func getRow(
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

    // MARK: - Characters

    /// A digit as its character.
    @inline(__always)
    private static func asciiDigit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x57) }

    /// The eight characters of a number, as they lie in memory.
    @inline(__always)
    private static func hex8(_ value: UInt32) -> UInt64 {
        var x = UInt64(value)
        x = (x | x &<< 16) & 0x0000_FFFF_0000_FFFF
        x = (x | x &<< 8) & 0x00FF_00FF_00FF_00FF
        x = (x | x &<< 4) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = ((x &+ 0x0606_0606_0606_0606) &>> 4) & 0x0101_0101_0101_0101
        return (x &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
    }

    /// The character that stands for a byte: itself from space to `~`, else '.'.
    @inline(__always)
    package static func printable(_ byte: UInt8) -> UInt8 { byte &- 0x20 < 0x5F ? byte : 0x2E }

    /// ``printable(_:)`` of eight bytes at once.
    @inline(__always)
    private static func printable(_ word: UInt64) -> UInt64 {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let fromSpace = low &+ 0x6060_6060_6060_6060
        let isDelete = low &+ 0x0101_0101_0101_0101
        let tops = fromSpace & ~isDelete & ~word & 0x8080_8080_8080_8080
        let mask = (tops &>> 7) &* 0xFF
        return word & mask | 0x2E2E_2E2E_2E2E_2E2E & ~mask
    }
}
