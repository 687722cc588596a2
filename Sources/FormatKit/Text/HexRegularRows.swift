// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The kernel for rows that follow each other and have nothing wrong: most of every dump.
package struct RegularRows {
    private let shape: RowShape
    private let grammar: RowGrammar
    private let isFast: Bool
    private let prefixLength: Int

    package init(_ grammar: RowGrammar, _ shape: RowShape) {
        self.grammar = grammar
        self.shape = shape
        prefixLength = grammar.prefix.utf8CodeUnitCount
        let digits = shape.addressLength - prefixLength
        isFast =
            grammar.addressRadix == 16 && (4...16).contains(digits) && shape.words > 0
            && [1, 2, 4, 8].contains(shape.word.bytes) && shape.word.radix == 16 && shape.bytesPerRow <= 64
            && shape.limit == nil
    }

    /// Whether there is a kernel for the shape.
    var isThere: Bool { isFast }
    var bytesPerRow: Int { shape.bytesPerRow }

    /// Reads a full row.
    ///
    /// - Parameters:
    ///   - start: where it begins in `text`.
    ///   - address: that it has to have.
    ///   - room: for ``bytesPerRow`` bytes, and 8 more.
    /// - Returns: where its line ends, the end of the line included; nil when anything is not regular.
    @inline(__always)
    package func decode(
        _ text: UnsafeRawBufferPointer, at start: Int, address: Int, into room: UnsafeMutableRawPointer
    ) -> Int? {
        let count = shape.bytesPerRow
        let ascii = shape.ascii ?? shape.wordsEnd
        // What the kernel may look at, and the end of the line.
        guard text.count &- start >= ascii &+ count &+ 16, let base = text.baseAddress else { return nil }
        let row = base + start
        guard hasAddress(row, address), words(row, room) else { return nil }
        var at = shape.wordsEnd
        if let column = shape.ascii {
            let bar = shape.bars == nil ? column : column &- 1
            while at < bar {
                guard row.load(fromByteOffset: at, as: UInt8.self) == 0x20 else { return nil }
                at &+= 1
            }
            guard showsAll(row + column, room, count) else { return nil }
            at = column &+ count
            if let bars = shape.bars {
                guard row.load(fromByteOffset: bar, as: UInt8.self) == bars.open,
                    row.load(fromByteOffset: at, as: UInt8.self) == bars.close
                else { return nil }
                at &+= 1
            }
        } else if row.load(fromByteOffset: at, as: UInt8.self) == 0x20 {
            at &+= 1
        }
        let ending = LineEnd.length(text, start &+ at)
        return ending > 0 ? start &+ at &+ ending : nil
    }

    @inline(__always)
    private func hasAddress(_ row: UnsafeRawPointer, _ address: Int) -> Bool {
        var at = 0
        while at < prefixLength {
            if row.load(fromByteOffset: at, as: UInt8.self) != grammar.prefix.utf8Start[at] { return false }
            at &+= 1
        }
        let digits = shape.addressLength &- prefixLength
        guard digits == 16 || address &>> (4 &* digits) == 0 else { return false }
        if digits == 8 {
            guard
                row.loadUnaligned(fromByteOffset: at, as: UInt64.self) | 0x2020_2020_2020_2020
                    == HexRows.hex8(UInt32(truncatingIfNeeded: address))
            else { return false }
        } else {
            var i = 0
            while i < digits {
                let digit = UInt8(truncatingIfNeeded: address &>> (4 &* (digits &- 1 &- i))) & 15
                guard row.load(fromByteOffset: at &+ i, as: UInt8.self) | 0x20 == HexRows.asciiDigit(digit) else {
                    return false
                }
                i &+= 1
            }
        }
        at &+= digits
        if !grammar.marks.isEmpty {
            guard grammar.marks.contains(row.load(fromByteOffset: at, as: UInt8.self)) else { return false }
            at &+= 1
        }
        while at < shape.firstWord {
            guard row.load(fromByteOffset: at, as: UInt8.self) == 0x20 else { return false }
            at &+= 1
        }
        return true
    }

    @inline(__always)
    private func words(_ row: UnsafeRawPointer, _ room: UnsafeMutableRawPointer) -> Bool {
        HexRows.digits.withUnsafeBufferPointer { table in
            guard let digits = table.baseAddress else { return false }
            let start = row + shape.firstWord
            if shape.word.bytes == 1, shape.words == 16 {
                guard shape.half == 8 else { return HexRows.getRow(start, 16, digits, room) }
                return HexRows.getRow(start, 8, digits, room)
                    && start.loadUnaligned(fromByteOffset: 23, as: UInt16.self) == 0x2020
                    && HexRows.getRow(start + 25, 8, digits, room + 8)
            }
            var wrong: UInt8 = 0
            var i = 0
            while i < shape.words {
                let column = shape.column(of: i)
                let width = shape.word.bytes
                var k = 0
                while k < width {
                    let high = digits[Int(row.load(fromByteOffset: column &+ 2 &* k, as: UInt8.self))]
                    let low = digits[Int(row.load(fromByteOffset: column &+ 2 &* k &+ 1, as: UInt8.self))]
                    wrong |= high | low
                    let place = shape.word.isLittle ? width &- 1 &- k : k
                    room.storeBytes(of: high &<< 4 | low, toByteOffset: i &* width &+ place, as: UInt8.self)
                    k &+= 1
                }
                if i > 0 {
                    var gap = shape.column(of: i &- 1) &+ shape.word.digits
                    while gap < column {
                        wrong |= (row.load(fromByteOffset: gap, as: UInt8.self) ^ 0x20) == 0 ? 0 : 0xF0
                        gap &+= 1
                    }
                }
                i &+= 1
            }
            return wrong & 0xF0 == 0
        }
    }

    @inline(__always)
    private func showsAll(_ text: UnsafeRawPointer, _ room: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        var i = 0
        while count &- i >= 8 {
            let word = room.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if text.loadUnaligned(fromByteOffset: i, as: UInt64.self) != HexRows.printable(word) { return false }
            i &+= 8
        }
        while i < count {
            let byte = room.load(fromByteOffset: i, as: UInt8.self)
            if text.load(fromByteOffset: i, as: UInt8.self) != HexRows.printable(byte) { return false }
            i &+= 1
        }
        return true
    }
}
