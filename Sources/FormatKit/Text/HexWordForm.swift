// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How a text writes one word of memory.
package struct WordForm: Sendable, Hashable {
    /// 2, 8 or 16.
    package let radix: Int
    /// Digits of a word, leading zeros included.
    package let digits: Int
    /// Bytes of a word: up to 8 where the radix is not 16.
    package let bytes: Int
    /// Whether the lowest byte of the number is the first in memory.
    package var isLittle = false

    package init(radix: Int = 16, digits: Int, bytes: Int) {
        self.radix = radix
        self.digits = digits
        self.bytes = bytes
    }

    /// Pairs of hexadecimal digits, for words of any length.
    package static func hex(_ bytes: Int) -> WordForm { WordForm(digits: 2 * bytes, bytes: bytes) }
    package static let hexWords = [1, 2, 4, 8].map { hex($0) }
    /// As od prints words with all their leading zeros.
    package static let octalWords = [(3, 1), (6, 2), (11, 4), (22, 8)].map {
        WordForm(radix: 8, digits: $0, bytes: $1)
    }

    /// Reads a word.
    ///
    /// - Parameters:
    ///   - text: ``digits`` characters.
    ///   - memory: room for ``bytes``, in the order of memory.
    /// - Returns: false when a character is no digit, or the number too large.
    @inline(__always)
    func decode(_ text: UnsafeRawPointer, into memory: UnsafeMutableRawPointer) -> Bool {
        if radix == 16 { return decodePairs(text, into: memory) }
        var value: UInt64 = 0
        var wrong: UInt8 = 0
        let shift = radix == 8 ? 3 : 1
        HexRows.digits.withUnsafeBufferPointer { table in
            for i in 0..<digits {
                let digit = table[Int(text.load(fromByteOffset: i, as: UInt8.self))]
                // Bits that would fall off, too.
                wrong |= (digit >= radix ? 1 : 0) | (value &>> UInt64(64 - shift) != 0 ? 1 : 0)
                value = value &<< UInt64(shift) | UInt64(digit & 15)
            }
        }
        guard wrong == 0, bytes == 8 || value &>> UInt64(8 * bytes) == 0 else { return false }
        for i in 0..<bytes {
            let place = isLittle ? i : bytes - 1 - i
            memory.storeBytes(
                of: UInt8(truncatingIfNeeded: value &>> UInt64(8 * i)), toByteOffset: place, as: UInt8.self)
        }
        return true
    }

    @inline(__always)
    private func decodePairs(_ text: UnsafeRawPointer, into memory: UnsafeMutableRawPointer) -> Bool {
        HexRows.digits.withUnsafeBufferPointer { table in
            var wrong: UInt8 = 0
            for i in 0..<bytes {
                let high = table[Int(text.load(fromByteOffset: 2 * i, as: UInt8.self))]
                let low = table[Int(text.load(fromByteOffset: 2 * i + 1, as: UInt8.self))]
                wrong |= high | low
                memory.storeBytes(
                    of: high &<< 4 | low, toByteOffset: isLittle ? bytes - 1 - i : i, as: UInt8.self)
            }
            return wrong & 0xF0 == 0
        }
    }
}
