// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// How rows of `nand dump` look.
enum PageRows {
    /// Since v2025.10 rows are those of `md.b`: 16 bytes of a page with their offsets, 8 of OOB with their own.
    static func grammar(_ bytes: Int) -> RowGrammar {
        var grammar = RowGrammar(column: .bare([2]))
        grammar.marks = [UInt8(ascii: ":")]
        grammar.forms = [.hex(1)]
        grammar.bytesPerRow = bytes
        return grammar
    }

    static func shape(_ bytes: Int) -> RowShape {
        var shape = RowShape(addressLength: 8, firstWord: 10, word: .hex(1), words: bytes)
        shape.ascii = shape.wordsEnd + 2
        return shape
    }

    /// Before: behind a tabulator, without addresses.
    static func oldShape(_ bytes: Int) -> RowShape {
        var shape = RowShape(addressLength: 0, firstWord: 1, word: .hex(1), words: bytes)
        shape.half = bytes == 16 ? 8 : 0
        return shape
    }
}
