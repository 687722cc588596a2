// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Where the parts of a row stand, in columns from the first character of its address.
package struct RowShape: Sendable, Hashable {
    /// Characters of the address, `0x` included.
    package var addressLength: Int
    /// Column of the first word.
    package var firstWord: Int
    package var word: WordForm
    /// Words of a full row.
    package var words: Int
    /// Bytes of a full row whose last word is shorter than the others; nil where it is not.
    package var limit: Int?
    /// Words behind which one more blank stands; 0 where none does.
    package var half = 0
    /// Column of the first character that shows a byte as text; nil where the rows have none.
    package var ascii: Int?
    /// What stands before and behind those characters; nil where nothing does.
    package var bars: Bars?

    package struct Bars: Sendable, Hashable {
        package var open: UInt8
        package var close: UInt8

        package init(_ open: Character, _ close: Character) {
            self.open = open.asciiValue ?? 0
            self.close = close.asciiValue ?? 0
        }
    }

    package init(addressLength: Int, firstWord: Int, word: WordForm, words: Int) {
        self.addressLength = addressLength
        self.firstWord = firstWord
        self.word = word
        self.words = words
    }

    /// Bytes of a full row.
    package var bytesPerRow: Int { limit ?? words * word.bytes }

    /// Column of word `index`.
    @inline(__always)
    func column(of index: Int) -> Int {
        firstWord + index * (word.digits + 1) + (half > 0 && index >= half ? 1 : 0)
    }

    /// The same rows with an address of another length.
    func with(addressLength other: Int) -> RowShape {
        var shape = self
        let more = other - addressLength
        shape.addressLength = other
        shape.firstWord += more
        shape.ascii = ascii.map { $0 + more }
        return shape
    }

    /// The column behind the words of a full row.
    package var wordsEnd: Int { column(of: words - 1) + word.digits }

    /// Characters of a row of `words` words that show `bytes` bytes.
    func length(words count: Int, bytes: Int) -> Int {
        if let ascii { return ascii + bytes + (bars == nil ? 0 : 1) }
        return count > 0 ? column(of: count - 1) + word.digits : addressLength
    }
}
