// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// hexdump's text: `hexdump -C`, and hexdump without options.
public struct HexdumpFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "hexdump", summary: "hexdump -C, and plain hexdump, also out of a console's log",
            options: AddressedOptions.console + [ConsoleLog.endian, AddressedOptions.eol],
            limitations: [
                "no OOB, no bad-block marks",
                "damage that turns one byte that is not printable into another cannot be seen in one capture",
                "plain hexdump is read, not written, and has no second column that shows damage",
            ],
            references: ["util-linux 2.38, text-utils/hexdump.c", "busybox 1.35, util-linux/hexdump.c"], isText: true)
    }

    package static var canonical: RowGrammar {
        var grammar = RowGrammar(column: .barred(RowShape.Bars("|", "|")))
        grammar.blanks = 2
        grammar.forms = [.hex(1)]
        grammar.hasMiddle = true
        grammar.squeezes = true
        return grammar
    }

    /// Words of 16 bits in the order of the machine that it ran on.
    package static var plain: RowGrammar {
        var grammar = RowGrammar(column: .none)
        grammar.addressDigits = 7...16
        grammar.forms = [.hex(2)]
        grammar.squeezes = true
        grammar.usualOrder = true
        return grammar
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var tool = ConsoleText.Tool(
            grammars: [HexdumpFormat.canonical, HexdumpFormat.plain],
            example: "00000000  4d 55 53 45 ...  |MUSE...|",
            fetch: { "hexdump -C -s \(ByteCount.hex($0.lowerBound)) -n \($0.count)" })
        tool.isLittle = try ConsoleLog.isLittle(options)
        return tool
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        var shape = RowShape(addressLength: 8, firstWord: 10, word: .hex(1), words: 16)
        shape.half = 8
        shape.ascii = 61
        shape.bars = RowShape.Bars("|", "|")
        return AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: RowEncoder(
                grammar: HexdumpFormat.canonical, shape: shape, ending: try AddressedOptions.lineEnd(output.options)),
            sink: output.sink)
    }
}
