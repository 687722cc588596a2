// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Writes bytes as rows.
package struct RowEncoder: LineEncoder {
    private var shape: RowShape
    private let grammar: RowGrammar
    private let ending: [UInt8]
    /// Whether hexadecimal digits are capitals.
    private let isUpper: Bool
    /// Whether rows begin at multiples of their length.
    private let aligns: Bool
    /// The address behind the last row; nil before the first.
    private var next: Int?
    private var last: [UInt8] = []
    private var isSqueezing = false

    package init(grammar: RowGrammar, shape: RowShape, isUpper: Bool = false, aligns: Bool = true, ending: [UInt8]) {
        self.grammar = grammar
        self.shape = shape
        self.isUpper = isUpper
        self.aligns = aligns
        self.ending = ending
    }

    package var maxLine: Int { shape.length(words: shape.words, bytes: shape.bytesPerRow) + 64 + shape.bytesPerRow }
    package mutating func begin() -> [UInt8] { [] }
    package func lineLength(at address: Int) -> Int {
        aligns ? shape.bytesPerRow - address % shape.bytesPerRow : shape.bytesPerRow
    }

    package mutating func encode(
        _ data: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int) {
        var done = 0
        var out = 0
        while done < data.count, text.count - out >= maxLine {
            let at = address + done
            let n = min(lineLength(at: at), data.count - done)
            guard n == lineLength(at: at) || isLast else { break }
            if let next, next != at { out += put(endOfDump(next), text, out) }
            next = at + n
            let row = UnsafeRawBufferPointer(rebasing: data[done..<(done + n)])
            done += n
            if grammar.squeezes {
                if n == last.count, n == shape.bytesPerRow, last.elementsEqual(row) {
                    if !isSqueezing { out += put([UInt8(ascii: "*")] + ending, text, out) }
                    isSqueezing = true
                    continue
                }
                last = Array(row)
                isSqueezing = false
            }
            out += put(row, at, text, out)
        }
        return (done, out)
    }

    package mutating func end() throws -> [UInt8] { grammar.squeezes ? next.map { line(of: $0) } ?? [] : [] }

    /// What has to stand where a gap follows: without it, `*` would reach over the gap.
    private mutating func endOfDump(_ address: Int) -> [UInt8] {
        last.removeAll(keepingCapacity: true)
        defer { isSqueezing = false }
        return isSqueezing ? line(of: address) : []
    }

    private func line(of address: Int) -> [UInt8] { grammar.text(of: address, length: shape.addressLength) + ending }

    private func put(_ bytes: [UInt8], _ text: UnsafeMutableRawBufferPointer, _ out: Int) -> Int {
        UnsafeMutableRawBufferPointer(rebasing: text[out...]).copyBytes(from: bytes)
        return bytes.count
    }

    /// Writes a row.
    ///
    /// - Returns: its characters.
    private func put(
        _ row: UnsafeRawBufferPointer, _ address: Int, _ text: UnsafeMutableRawBufferPointer, _ out: Int
    ) -> Int {
        let label = grammar.text(of: address, length: shape.addressLength) + grammar.marks.prefix(1)
        let moved = label.count - shape.addressLength - min(1, grammar.marks.count)
        let width = shape.word.bytes
        let words = (row.count + width - 1) / width
        let end =
            (shape.ascii.map { $0 + row.count + (shape.bars == nil ? 0 : 1) }
                ?? (shape.column(of: words - 1) + 2 * width))
            + moved
        for i in 0..<end { text[out + i] = 0x20 }
        for (i, character) in label.enumerated() { text[out + i] = character }
        for (i, byte) in row.enumerated() {
            let word = i / width
            let inside = shape.word.isLittle ? min(width, row.count - word * width) - 1 - i % width : i % width
            let lead = shape.word.isLittle ? 2 * (width - min(width, row.count - word * width)) : 0
            let column = out + moved + shape.column(of: word) + lead + 2 * inside
            text[column] = digit(byte >> 4)
            text[column + 1] = digit(byte & 15)
        }
        if let ascii = shape.ascii {
            let column = out + moved + ascii
            for (i, byte) in row.enumerated() { text[column + i] = HexRows.printable(byte) }
            if let bars = shape.bars {
                text[column - 1] = bars.open
                text[column + row.count] = bars.close
            }
        }
        for (i, character) in ending.enumerated() { text[out + end + i] = character }
        return end + ending.count
    }

    @inline(__always)
    private func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value + (isUpper ? 0x37 : 0x57) }
}
