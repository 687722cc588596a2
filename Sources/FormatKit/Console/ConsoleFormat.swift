// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A format that is what one tool prints on a console.
package protocol ConsoleFormat: ImageFormat {
    /// The tool, as the options say.
    func tool(_ options: OptionReader) throws -> ConsoleText.Tool

    /// How sure the format is of rows that are its own by their form; nil when they are another tool's.
    func judge(_ survey: RowSurvey, _ log: ConsoleLog) -> Confidence?
}

extension ConsoleFormat {
    package func judge(_ survey: RowSurvey, _ log: ConsoleLog) -> Confidence? { .certain }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard ConsoleLog.isText(input.head) else { return nil }
        // A line that the end of the head cuts says nothing.
        let isWhole = input.head.count < ProbeInput.headSize
        let end = isWhole ? input.head.count : input.head.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let tool = try tool(OptionReader(FormatSpec(info.name)))
        let head = Array(input.head[..<end])
        let survey = try RowSurvey(MemorySource(head), tool.grammars)
        guard survey.rows > 0, let most = judge(survey, ConsoleLog(head)) else { return nil }
        let what = "\(survey.rows) rows as in `\(tool.example)`"
        let hasColumn = survey.shape?.ascii != nil
        guard survey.followers > 0 || hasColumn && survey.others == 0 else { return Probe(.weak, what) }
        guard survey.followers * 4 >= survey.rows else { return Probe(.weak, what) }
        if hasColumn, survey.followers >= 3 {
            return Probe(min(most, .certain), what + " in sequence, and the ASCII column agrees with all of them")
        }
        return Probe(min(most, .likely), what + (survey.followers > 0 ? " in sequence" : ""))
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try AddressedText.open(input, ConsoleText(try tool(input.options)), format: info.name)
    }
}

/// What a log has besides rows.
package struct ConsoleLog {
    private let text: [UInt8]

    init(_ text: [UInt8]) { self.text = text }

    /// Whether a line has this word, as a prompt or a command.
    package func has(_ words: String...) -> Bool {
        words.contains { word in
            let word = Array(word.utf8)
            return text.indices.contains { start in
                text[start] == word[0] && text[start...].starts(with: word)
                    && (start == 0 || text[start - 1] <= 0x20 || text[start - 1] == UInt8(ascii: ">"))
            }
        }
    }

    /// Text, with a little noise of a line at the most: flash may well hold a log with such rows.
    package static func isText(_ head: [UInt8]) -> Bool {
        let controls = head.count { $0 < 0x20 && ![0x09, 0x0A, 0x0D, 0x1B, 0x08].contains($0) || $0 >= 0x80 }
        return controls * 50 <= head.count
    }

    /// The number behind one of `commands` in a line: the first of its words that is hexadecimal.
    package static func argument(_ line: UnsafeRawBufferPointer, of commands: [String]) -> Int? {
        guard line.count <= 256 else { return nil }
        let words = line.split(whereSeparator: { $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "#") })
        guard let at = words.firstIndex(where: { word in commands.contains { word.elementsEqual($0.utf8) } }) else {
            return nil
        }
        for word in words[(at + 1)...] {
            let digits = word.starts(with: "0x".utf8) ? word.dropFirst(2) : word
            if let number = HexDigits.number(digits) { return number }
        }
        return nil
    }

    /// The order of bytes in words, as the option `endian=` says.
    package static func isLittle(_ options: OptionReader) throws -> Bool? {
        try options.choice("endian", ["little": true, "big": false])
    }

    package static let endian = FormatInfo.Option(
        "endian", "little|big", "the order of bytes in words (reading: found where an ASCII column shows it)")
}
