// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// What a line of `nand dump` is.
enum NandLine: Equatable {
    /// `Page at offset 00000200 dump:`, and `Page 00000200 dump:` before v2025.10: bytes of data before the page.
    case page(Int)
    /// A title whose offset does not read.
    case lostPage
    case oob
    /// The page that follows has wrong bits: `Error (-74) reading page 00000200`.
    case error
    /// A command, a prompt.
    case command
    case other

    init(_ line: UnsafeRawBufferPointer) {
        guard line.count <= 160 else {
            self = .other
            return
        }
        let words = line.split(whereSeparator: { $0 <= 0x20 || $0 == 0x2C })
        func isWord(_ word: Slice<UnsafeRawBufferPointer>, _ text: StaticString) -> Bool {
            word.count == text.utf8CodeUnitCount
                && text.withUTF8Buffer { expected in word.elementsEqual(expected) }
        }
        let dump = words.lastIndex { isWord($0, "dump:") }
        if let dump, dump >= 1, words[..<dump].contains(where: { isWord($0, "Page") || isWord($0, "offset") }) {
            // A digit less is a digit lost.
            let digits = words[dump - 1]
            let offset = (8...12).contains(digits.count) ? HexDigits.number(digits) : nil
            self = offset.map { .page($0) } ?? .lostPage
        } else if words.count == 1, isWord(words[0], "OOB:") {
            self = .oob
        } else if words.count > 2, words.contains(where: { isWord($0, "Error") }),
            words.contains(where: { isWord($0, "reading") })
        {
            self = .error
        } else if words.contains(where: { isWord($0, "nand") }) {
            self = .command
        } else {
            self = .other
        }
    }
}
