// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension TOMLReader {
    /// `"..."`.
    mutating func basicString() throws(LayoutError) -> String {
        let start = position
        try expect("\"", "a string")
        var string = ""
        while true {
            string += take { !Self.isControl($0) && $0 != "\"" && $0 != "\\" }
            if take("\"") { return string }
            guard next == "\\" else { throw open(start) }
            string.unicodeScalars.append(try escaped())
        }
    }

    /// `'...'`.
    mutating func literalString() throws(LayoutError) -> String {
        let start = position
        try expect("'", "a string")
        let string = take { !Self.isControl($0) && $0 != "'" }
        guard take("'") else { throw open(start) }
        return string
    }

    /// `"""..."""`, the opening quotes being passed over at `start`.
    mutating func longBasicString(from start: Int) throws(LayoutError) -> String {
        var string = ""
        _ = takeNewline()
        while true {
            string += take { !Self.isControl($0) && $0 != "\"" && $0 != "\\" }
            if let quotes = closing("\"") { return string + quotes }
            if take("\"") {
                string += "\""
            } else if takeNewline() {
                string += "\n"
            } else if next == "\\" {
                if !skipLineEnd() { string.unicodeScalars.append(try escaped()) }
            } else {
                throw open(start)
            }
        }
    }

    /// `'''...'''`, the opening quotes being passed over at `start`.
    mutating func longLiteralString(from start: Int) throws(LayoutError) -> String {
        var string = ""
        _ = takeNewline()
        while true {
            string += take { !Self.isControl($0) && $0 != "'" }
            if let quotes = closing("'") { return string + quotes }
            if take("'") {
                string += "'"
            } else if takeNewline() {
                string += "\n"
            } else {
                throw open(start)
            }
        }
    }

    /// Three quotes end a long string; up to two more before them are of it.
    private mutating func closing(_ quote: String) -> String? {
        for more in [2, 1, 0] where take(String(repeating: quote, count: 3 + more)) {
            return String(repeating: quote, count: more)
        }
        return nil
    }

    /// A backslash at a line's end, and all blanks and lines' ends behind it.
    private mutating func skipLineEnd() -> Bool {
        let start = position
        _ = take("\\")
        skipBlanks()
        guard takeNewline() else {
            position = start
            return false
        }
        repeat { skipBlanks() } while takeNewline()
        return true
    }

    private func open(_ start: Int) -> LayoutError {
        next == nil || next == "\n" || next == "\r"
            ? failure("a string that does not end", at: start) : failure("\(found) in a string")
    }

    /// A backslash and what it escapes.
    private mutating func escaped() throws(LayoutError) -> Unicode.Scalar {
        let start = position
        for (spelling, character) in Self.escapes where take(spelling) { return character }
        let digits = take("\\u") ? 4 : take("\\U") ? 8 : 0
        let first = position
        while position < first + digits, let next, next.properties.isASCIIHexDigit { position += 1 }
        guard digits > 0, position == first + digits, let value = UInt32(text(from: first), radix: 16),
            let character = Unicode.Scalar(value)
        else { throw failure("an escape that TOML does not have", at: start) }
        return character
    }

    private static let escapes: [(String, Unicode.Scalar)] = [
        ("\\b", "\u{8}"), ("\\t", "\t"), ("\\n", "\n"), ("\\f", "\u{C}"), ("\\r", "\r"), ("\\\"", "\""),
        ("\\\\", "\\"),
    ]
}
