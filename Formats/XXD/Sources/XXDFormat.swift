// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// xxd's text in rows with addresses: all of `-c`, `-g`, `-e`, `-u`, `-b`, `-a`, `-o`.
public struct XXDFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "xxd", summary: "xxd's rows with addresses (-c, -g, -e, -u, -b, -a, -o), also out of a log",
            options: AddressedOptions.console + [
                ConsoleLog.endian,
                .init("bytes", "COUNT", "writing: bytes a row, 1 to 256 (default 16), as xxd -c"),
                .init("group", "COUNT", "writing: bytes a group, 1 to 256 (default 2), as xxd -g"),
                .init("case", "lower|upper", "writing: the digits a to f, as xxd -u (default lower)"),
                AddressedOptions.eol,
            ],
            limitations: [
                "no OOB, no bad-block marks",
                "damage that turns one byte that is not printable into another cannot be seen in one capture",
                "xxd -b is read, not written",
            ],
            references: ["vim 9.0, src/xxd/xxd.c"], isText: true)
    }

    private static var groups: RowGrammar {
        var grammar = RowGrammar(column: .bare([2]))
        grammar.marks = [UInt8(ascii: ":")]
        grammar.bytesPerRow = nil
        grammar.hasAnyWords = true
        grammar.usualOrder = false
        grammar.squeezes = true
        return grammar
    }

    private static var bits: RowGrammar {
        var grammar = groups
        grammar.hasAnyWords = false
        grammar.forms = [WordForm(radix: 2, digits: 8, bytes: 1)]
        return grammar
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var tool = ConsoleText.Tool(
            grammars: [XXDFormat.groups, XXDFormat.bits], example: "00000000: 4d55 5345 ...  MUSE...",
            fetch: { "xxd -s \(ByteCount.hex($0.lowerBound)) -l \($0.count)" })
        tool.isLittle = try ConsoleLog.isLittle(options)
        tool.style = { shape, isUpper in
            var style: [FormatSpec.Option] = []
            if shape.bytesPerRow != 16 { style.append(.init(key: "bytes", value: "\(shape.bytesPerRow)")) }
            if shape.word.bytes != 2, shape.word.radix == 16 {
                style.append(.init(key: "group", value: "\(shape.word.bytes)"))
            }
            if shape.word.isLittle { style.append(.init(key: "endian", value: "little")) }
            if isUpper { style.append(.init(key: "case", value: "upper")) }
            return style
        }
        return tool
    }

    package func judge(_ survey: RowSurvey, _ log: ConsoleLog) -> Confidence? {
        // U-Boot's md prints such rows too: a log of nothing but rows is a file of xxd's.
        survey.others == 0 ? .certain : .likely
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let bytes = try AddressedOptions.lineLength(output.options, 1...256, usual: 16)
        let asked = try output.options.size("group") ?? 2
        guard (1...256).contains(asked) else {
            throw UsageError("\(info.name): group=\(asked): expected 1 to 256")
        }
        var word = WordForm.hex(asked)
        word.isLittle = try ConsoleLog.isLittle(output.options) == true && asked > 1
        guard !word.isLittle || bytes % asked == 0 else {
            throw UsageError("\(info.name): endian=little: \(bytes) bytes a row are not whole groups of \(asked)")
        }
        let words = (bytes + asked - 1) / asked
        var shape = RowShape(addressLength: 8, firstWord: 10, word: word, words: words)
        shape.ascii = shape.firstWord + 2 * bytes + words + 1
        if words * asked > bytes { shape.limit = bytes }
        let isUpper = try output.options.choice("case", ["lower": false, "upper": true]) ?? false
        var grammar = XXDFormat.groups
        grammar.squeezes = false
        return AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: RowEncoder(
                grammar: grammar, shape: shape, isUpper: isUpper, aligns: false,
                ending: try AddressedOptions.lineEnd(output.options)),
            sink: output.sink)
    }
}
