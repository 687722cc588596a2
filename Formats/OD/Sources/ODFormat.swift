// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// od's text: addresses in any radix, words in hexadecimal or octal.
public struct ODFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "od", summary: "od's words in hexadecimal or octal (-t x1 to x8, o1 to o8, z; -A x, o, d)",
            options: AddressedOptions.console + [ConsoleLog.endian],
            limitations: [
                "read, not written", "no OOB, no bad-block marks",
                "without z (-t x1z) there is no second column: damage that leaves digits digits cannot be seen",
                "decimal words, characters and floating point (-t d, u, a, c, f) are not read",
            ],
            references: ["coreutils 9.1, src/od.c"], canWrite: false, isText: true)
    }

    /// Rows with addresses of one radix, with and without the column of text.
    private static func grammar(_ radix: Int, _ digits: Int) -> RowGrammar {
        var grammar = RowGrammar(column: .barred(RowShape.Bars(">", "<")))
        grammar.addressDigits = digits...16
        grammar.addressRadix = radix
        grammar.forms = WordForm.hexWords + WordForm.octalWords
        grammar.mayLackColumn = true
        grammar.bytesPerRow = nil
        grammar.squeezes = true
        grammar.usualOrder = true
        return grammar
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var tool = ConsoleText.Tool(
            grammars: [ODFormat.grammar(8, 7), ODFormat.grammar(16, 6), ODFormat.grammar(10, 7)],
            example: "000000 4d 55 53 45 ...  >MUSE...<",
            fetch: { "od -A x -t x1z -v -j \(ByteCount.hex($0.lowerBound)) -N \($0.count)" })
        tool.isLittle = try ConsoleLog.isLittle(options)
        return tool
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError("od can be read, not written", hint: "write hexdump or xxd")
    }
}
