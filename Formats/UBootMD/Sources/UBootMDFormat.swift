// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// U-Boot's `md`: memory in bytes or words, out of a console's log.
public struct UBootMDFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "uboot-md", summary: "U-Boot's md.b, md.w, md.l, md.q, out of a console's log",
            options: AddressedOptions.console + [
                ConsoleLog.endian, .init("word", "1|2|4|8", "writing: bytes a word (default 1)"),
                .init("gap", "2|4", "writing: blanks before the text: 4 until v2021.07, 2 since (default 2)"),
                AddressedOptions.eol,
            ],
            limitations: [
                "no OOB, no bad-block marks: it is memory that is shown",
                "damage that turns one byte that is not printable into another cannot be seen in one capture",
                "written without prompts, it is recognised as xxd where it looks the same",
            ],
            references: ["U-Boot 2026.10, lib/display_options.c, print_buffer; the same in v2009.08"], isText: true)
    }

    package static var grammar: RowGrammar {
        var grammar = RowGrammar(column: .bare([2, 4]))
        grammar.marks = [UInt8(ascii: ":")]
        return grammar
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var tool = ConsoleText.Tool(
            grammars: [UBootMDFormat.grammar], example: "9f000000: 4d 55 53 45 ...  MUSE...",
            fetch: { "md.b \(String($0.lowerBound, radix: 16)) \(String($0.count, radix: 16))" })
        tool.isLittle = try ConsoleLog.isLittle(options)
        tool.asked = { ConsoleLog.argument($0, of: UBootMDFormat.commands) }
        tool.style = { shape, _ in
            var style: [FormatSpec.Option] = []
            if shape.word.bytes != 1 { style.append(.init(key: "word", value: "\(shape.word.bytes)")) }
            if shape.word.isLittle { style.append(.init(key: "endian", value: "little")) }
            if let ascii = shape.ascii, ascii - shape.wordsEnd == 4 { style.append(.init(key: "gap", value: "4")) }
            return style
        }
        return tool
    }

    static let commands = ["md", "md.b", "md.w", "md.l", "md.q"]

    package func judge(_ survey: RowSurvey, _ log: ConsoleLog) -> Confidence? {
        // CFE prints capitals, xxd the same rows with nothing around them.
        guard !survey.cases.upper || survey.cases.lower else { return nil }
        if log.has("md ", "md.b ", "md.w ", "md.l ", "md.q ") { return .certain }
        if let shape = survey.shape, let ascii = shape.ascii, ascii - shape.wordsEnd == 4 { return .certain }
        return survey.others > 0 ? .likely : nil
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let bytes: Int = try output.options.choice("word", ["1": 1, "2": 2, "4": 4, "8": 8]) ?? 1
        let gap: Int = try output.options.choice("gap", ["2": 2, "4": 4]) ?? 2
        var word = WordForm.hex(bytes)
        word.isLittle = try ConsoleLog.isLittle(output.options) == true && bytes > 1
        var shape = RowShape(addressLength: 8, firstWord: 10, word: word, words: 16 / bytes)
        shape.ascii = shape.wordsEnd + gap
        return AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: RowEncoder(
                grammar: UBootMDFormat.grammar, shape: shape, aligns: false,
                ending: try AddressedOptions.lineEnd(output.options)),
            sink: output.sink)
    }
}
