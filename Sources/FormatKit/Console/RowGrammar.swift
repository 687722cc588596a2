// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The rows that a tool prints, as far as all that it can print is alike.
package struct RowGrammar: Sendable {
    /// How bytes are shown as text.
    package enum Column: Sendable, Hashable {
        case none
        /// Behind so many blanks.
        case bare([Int])
        /// Between two marks.
        case barred(RowShape.Bars)
    }

    /// What stands before the digits of an address.
    package var prefix: StaticString = ""
    package var addressDigits: ClosedRange<Int> = 8...16
    package var addressRadix = 16
    /// What may stand behind the address; none where only blanks do.
    package var marks: [UInt8] = []
    /// Blanks before the first word.
    package var blanks = 1
    package var forms = WordForm.hexWords
    package var column: Column
    /// Rows without the column are rows too.
    package var mayLackColumn = false
    /// Bytes of a full row; nil where an option of the tool decides it.
    package var bytesPerRow: Int? = 16
    /// Whether one more blank stands in the middle of a row.
    package var hasMiddle = false
    /// Whether 0x7F may be shown as it is.
    package var showsDelete = false
    /// Whether words may have any number of bytes, and the last word of a text fewer than the others.
    package var hasAnyWords = false
    /// Whether `*` stands for rows like the one before, and the last line is the end of the dump.
    package var squeezes = false
    /// Words of more than one byte have the lowest first where no column shows it; nil where one does.
    package var usualOrder: Bool? = nil

    package init(column: Column) { self.column = column }

    /// An address at the start of `text`.
    ///
    /// - Returns: its value and its characters with the prefix; nil when none is there.
    package func address(_ text: UnsafeRawBufferPointer, at start: Int) -> (value: Int, length: Int)? {
        let skipped = prefix.utf8CodeUnitCount
        guard start >= 0, text.count - start >= skipped + addressDigits.lowerBound else { return nil }
        for i in 0..<skipped where text[start + i] != prefix.utf8Start[i] { return nil }
        var value = 0
        var digits = 0
        var at = start + skipped
        while at < text.count, digits < 17, let digit = HexDigits.value(of: text[at]), digit < addressRadix {
            // No chip is so large; what follows is no address.
            guard value < 1 << 58 else { return nil }
            value = value * addressRadix + digit
            digits += 1
            at += 1
        }
        guard addressDigits.contains(digits) else { return nil }
        return (value, at - start)
    }

    /// The address that is the start of a row: with its mark and its blanks, and nothing of a word before it.
    ///
    /// - Returns: its value, its characters, and the column of the first word.
    package func head(_ text: UnsafeRawBufferPointer, at start: Int) -> (value: Int, length: Int, firstWord: Int)? {
        guard start <= text.count else { return nil }
        if start > 0, HexDigits.value(of: text[start - 1]) != nil { return nil }
        guard let (value, length) = address(text, at: start) else { return nil }
        let skipped = marks.isEmpty ? 0 : 1
        let first = start + length + skipped + blanks
        guard first < text.count, marks.isEmpty || marks.contains(text[start + length]) else { return nil }
        for i in (start + length + skipped)..<first where text[i] != 0x20 { return nil }
        return (value, length, first - start)
    }

    /// How the tool prints an address, in as many characters as the usual one has or more.
    package func text(of address: Int, length: Int) -> [UInt8] {
        let digits = Array(String(address, radix: addressRadix).utf8)
        let skipped = prefix.utf8CodeUnitCount
        let zeros = Array(repeating: UInt8(ascii: "0"), count: max(0, length - skipped - digits.count))
        return (0..<skipped).map { prefix.utf8Start[$0] } + zeros + digits
    }

    /// Whether a character shows a byte.
    @inline(__always)
    func shows(_ character: UInt8, _ byte: UInt8) -> Bool {
        character == HexRows.printable(byte) || showsDelete && byte == 0x7F && character == 0x7F
    }
}
