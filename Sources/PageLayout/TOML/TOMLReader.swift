// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Reads a TOML document from its first byte to its last.
///
/// Source: TOML v1.0.0, https://toml.io/en/v1.0.0.
struct TOMLReader {
    private let bytes: [UInt8]
    private let name: String
    /// Of the next byte.
    var position = 0

    init(_ text: String, name: String) {
        bytes = Array(text.utf8)
        self.name = name
    }

    /// The whole document.
    mutating func document() throws(LayoutError) -> TOMLTree {
        let root = TOMLTable(depth: 0, .header)
        var current = root
        _ = take("\u{FEFF}")
        while true {
            skipBlanks()
            switch next {
            case nil: return root.tree
            case "[": current = try header(in: root)
            case "#", "\n", "\r": break
            default: try keyValue(into: current)
            }
            try endOfLine()
        }
    }

    /// The next byte as a character; what is not ASCII is given as its bytes.
    var next: Unicode.Scalar? { position < bytes.count ? Unicode.Scalar(bytes[position]) : nil }

    /// Passes over `expected` if it comes next.
    mutating func take(_ expected: String) -> Bool {
        let end = position + expected.utf8.count
        guard end <= bytes.count, bytes[position..<end].elementsEqual(expected.utf8) else { return false }
        position = end
        return true
    }

    /// Passes over bytes as long as they satisfy `isWanted`.
    @discardableResult
    mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let next, isWanted(next) { position += 1 }
        return text(from: start)
    }

    /// What was passed over since `start`, which is between characters.
    func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    /// - Throws: ``LayoutError`` when something else comes.
    mutating func expect(_ expected: String, _ what: @autoclosure () -> String) throws(LayoutError) {
        guard take(expected) else { throw failure("expected \(what()), found \(found)") }
    }

    /// Spaces and tabs.
    mutating func skipBlanks() { take { $0 == " " || $0 == "\t" } }

    /// A line's end, also that of the last line.
    mutating func takeNewline() -> Bool { take("\n") || take("\r\n") }

    /// Blanks and a comment, if there is one.
    ///
    /// - Throws: ``LayoutError`` for control characters in it.
    mutating func skipComment() throws(LayoutError) {
        skipBlanks()
        guard take("#") else { return }
        take { !Self.isControl($0) }
    }

    private mutating func endOfLine() throws(LayoutError) {
        try skipComment()
        guard next == nil || takeNewline() else { throw failure("expected the end of the line, found \(found)") }
    }

    /// Characters that stand nowhere in a document except at the ends of lines.
    static func isControl(_ character: Unicode.Scalar) -> Bool {
        character.value < 0x20 && character != "\t" || character.value == 0x7F
    }

    /// What comes next, for messages.
    var found: String {
        guard position < bytes.count else { return "the end" }
        let rest = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
        switch rest.unicodeScalars.first {
        case "\n", "\r": return "the end of the line"
        case let character? where Self.isControl(character): return "character \(character.value)"
        case let character?: return "'\(character)'"
        case nil: return "nothing"
        }
    }

    /// - Parameter place: byte of the document; nil for the next one.
    func failure(_ detail: String, at place: Int? = nil) -> LayoutError {
        let before = bytes[..<(place ?? position)]
        let line = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let column = String(decoding: line.last ?? [], as: UTF8.self).unicodeScalars.count
        return LayoutError(
            .malformed, name, at: "line \(line.count), column \(column + 1)", "no TOML: \(detail)")
    }
}
