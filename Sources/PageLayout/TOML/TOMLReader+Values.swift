// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension TOMLReader {
    /// - Parameter depth: tables and lists around it.
    mutating func value(depth: Int) throws(LayoutError) -> TOMLTree {
        let start = position
        switch next {
        case "\"": return .string(take("\"\"\"") ? try longBasicString(from: start) : try basicString())
        case "'": return .string(take("'''") ? try longLiteralString(from: start) : try literalString())
        case "[", "{":
            guard depth < TOMLTree.maximumDepth else {
                throw failure("nested more than \(TOMLTree.maximumDepth) deep")
            }
            return next == "[" ? try list(depth: depth) : try inlineTable(depth: depth)
        default: return try word()
        }
    }

    /// `[value, value]`, over as many lines as it likes.
    private mutating func list(depth: Int) throws(LayoutError) -> TOMLTree {
        var values: [TOMLTree] = []
        try expect("[", "[")
        try skipLines()
        while !take("]") {
            values.append(try value(depth: depth + 1))
            try skipLines()
            guard take(",") else {
                try expect("]", ", or ] behind a value")
                break
            }
            try skipLines()
        }
        return .array(values)
    }

    /// Blanks, comments and lines' ends.
    private mutating func skipLines() throws(LayoutError) {
        repeat { try skipComment() } while takeNewline()
    }

    /// `{ key = value, key = value }` on one line.
    private mutating func inlineTable(depth: Int) throws(LayoutError) -> TOMLTree {
        let table = TOMLTable(depth: depth, .header)
        try expect("{", "{")
        skipBlanks()
        guard !take("}") else { return table.tree }
        while true {
            try keyValue(into: table)
            skipBlanks()
            guard take(",") else { break }
            skipBlanks()
        }
        try expect("}", ", or } behind a value")
        return table.tree
    }

    /// A number, a date, true or false.
    private mutating func word() throws(LayoutError) -> TOMLTree {
        let start = position
        var word = TOMLWord(take { $0.isOfWord })
        // A time may stand behind a date with a blank between.
        if word.isDate, take(" ") {
            let time = take { $0.isOfWord }
            if time.isEmpty { position -= 1 } else { word = TOMLWord("\(word.text)T\(time)") }
        }
        guard !word.text.isEmpty else { throw failure("expected a value, found \(found)") }
        guard let value = word.value else {
            let text = word.text.count > 40 ? "\(word.text.prefix(40))..." : word.text
            throw failure("'\(text)' is no value; strings stand in quotes", at: start)
        }
        return value
    }
}

extension Unicode.Scalar {
    fileprivate var isOfWord: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "+", "-", "_", ".", ":": true
        default: false
        }
    }
}
