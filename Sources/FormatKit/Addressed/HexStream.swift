// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Bytes that follow each other in a text, of which only the first of a section has an address.
package struct HexStream {
    /// The address of the next byte, in bytes.
    package private(set) var address = 0
    /// Bytes of a word; a word's digits stand in the order of its bytes.
    package let wordBytes: Int
    /// Whether the lowest byte of a word is its last one in the text.
    private let isReversed: Bool
    /// A word of another length has come: how many bytes it stands for is not known, and so no address is.
    package private(set) var isLost = false

    package init(wordBytes: Int = 1, isReversed: Bool = false) {
        self.wordBytes = wordBytes
        self.isReversed = isReversed
    }

    /// Begins a section.
    ///
    /// - Parameter address: in bytes.
    package mutating func begin(at address: Int) {
        self.address = address
        isLost = false
    }

    /// Says that the address of what follows is not known.
    package mutating func lose() { isLost = true }

    /// Takes lines of words of one byte with a space between them, as fast as it can, as long as all are regular.
    ///
    /// - Parameter bytesPerLine: of full lines; others are not regular.
    /// - Returns: the bytes of text that were taken.
    package mutating func takeRegular(
        _ text: UnsafeRawBufferPointer, bytesPerLine count: Int, at offset: Int, into store: AddressedStore
    ) throws -> Int {
        guard let base = text.baseAddress, wordBytes == 1, !isLost else { return 0 }
        let length = 3 * count - 1
        var at = 0
        while text.count - at > length {
            let ending = LineEnd.length(text, at + length)
            guard ending > 0, let room = try store.room(count).baseAddress,
                HexDigits.decodeSpaced(base + at, count: count, into: room) >= 0
            else { break }
            try store.keep(count, at: address, textOffset: offset + at)
            address += count
            at += length + ending
        }
        return at
    }

    /// Takes one word.
    ///
    /// - Returns: what is wrong with it; nil when nothing is.
    package mutating func take(
        _ word: some Collection<UInt8>, at offset: Int, into store: AddressedStore
    ) throws -> Doubt? {
        guard !isLost else { return .behind }
        guard word.count == 2 * wordBytes else {
            isLost = true
            return .length
        }
        let digits = word.map { HexDigits.value(of: $0) }
        let room = try store.room(wordBytes)
        for i in 0..<wordBytes {
            guard let high = digits[2 * i], let low = digits[2 * i + 1] else {
                // Its place is known, its value is not.
                address += wordBytes
                return .digits
            }
            room[isReversed ? wordBytes - 1 - i : i] = UInt8(high << 4 | low)
        }
        try store.keep(wordBytes, at: address, textOffset: offset)
        address += wordBytes
        return nil
    }

    /// What can be wrong with a word.
    package enum Doubt: Sendable {
        /// It has other characters than digits.
        case digits
        /// It has too many or too few digits.
        case length
        /// It comes behind one of another length.
        case behind

        package var message: String {
            switch self {
            case .digits: "a word that does not read as hexadecimal is left out"
            case .length: "a word has too many or too few digits: what follows up to the next address is left out"
            case .behind: "a word whose address is not known is left out"
            }
        }
    }
}
