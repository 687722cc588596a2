// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A place or a stretch of an image as a person names it: WHERE.
///
/// `page:17`, `block:3`, `block:3/page:5`, `0x20800` (offset in the file), `@0x20000` (offset in the data,
/// OOB not counted); ranges `A..B` and `A+LEN`. Of pages and blocks both ends of `A..B` are meant; offsets
/// end before `B`. LEN counts pages, blocks, or bytes, as `A` does. What begins or ends inside of a page
/// takes in the whole page.
public struct Where: Sendable, Hashable {
    public var start: Position
    public var end: End

    public enum Position: Sendable, Hashable {
        case page(Int)
        case block(Int)
        /// A page counted from the start of a block.
        case pageInBlock(block: Int, page: Int)
        /// In bytes from the start of the file.
        case fileOffset(Int)
        /// In bytes from the start of the data, OOB not counted.
        case dataOffset(Int)
    }

    public enum End: Sendable, Hashable {
        /// The start's own page or block.
        case none
        case position(Position)
        /// In what the start counts: pages, blocks, bytes.
        case length(Int)
    }

    public init(_ start: Position, _ end: End = .none) {
        self.start = start
        self.end = end
    }

    /// - Throws: ``UsageError`` that names the part it cannot read.
    public init(parsing text: String) throws(UsageError) {
        if let dots = text.firstRange(of: "..") {
            start = try Position(parsing: text[..<dots.lowerBound], whole: text)
            end = .position(try start.end(parsing: text[dots.upperBound...], whole: text))
        } else if let plus = text.firstIndex(of: "+") {
            start = try Position(parsing: text[..<plus], whole: text)
            let length = try Where.number(text[text.index(after: plus)...], whole: text)
            guard length > 0 else { throw Where.invalid(text, "the length is 0, expected at least 1") }
            end = .length(length)
        } else {
            start = try Position(parsing: text[...], whole: text)
            end = .none
        }
    }

    static func number(_ text: Substring, whole: String) throws(UsageError) -> Int {
        guard !text.isEmpty else { throw invalid(whole, "a number is missing") }
        guard let value = ByteCount.parse(text) else { throw invalid(whole, "'\(text)' is no number") }
        // Far above any chip; keeps sums away from overflow.
        guard value <= 1 << 48 else { throw invalid(whole, "\(value) is too large") }
        return value
    }

    static func invalid(_ whole: String, _ what: String) -> UsageError {
        UsageError(
            "'\(whole)': \(what)",
            hint: "a place is page:17, block:3, block:3/page:5, 0x20800 (in the file) or @0x20000 (in the data); "
                + "a range A..B or A+LEN")
    }
}

extension Where.Position {
    init(parsing text: Substring, whole: String) throws(UsageError) {
        if text.hasPrefix("page:") {
            self = .page(try Where.number(text.dropFirst(5), whole: whole))
        } else if text.hasPrefix("block:") {
            let rest = text.dropFirst(6)
            guard let slash = rest.firstIndex(of: "/") else {
                self = .block(try Where.number(rest, whole: whole))
                return
            }
            let inner = rest[rest.index(after: slash)...]
            guard inner.hasPrefix("page:") else { throw Where.invalid(whole, "expected page:N behind '/'") }
            self = .pageInBlock(
                block: try Where.number(rest[..<slash], whole: whole),
                page: try Where.number(inner.dropFirst(5), whole: whole))
        } else if text.hasPrefix("@") {
            self = .dataOffset(try Where.number(text.dropFirst(), whole: whole))
        } else {
            guard text.first?.isNumber == true else { throw Where.invalid(whole, "'\(text)' is no place") }
            self = .fileOffset(try Where.number(text, whole: whole))
        }
    }

    /// The B of `A..B`; a bare number counts what A, which is `self`, counts.
    func end(parsing text: Substring, whole: String) throws(UsageError) -> Where.Position {
        guard text.first?.isNumber == true else { return try Where.Position(parsing: text, whole: whole) }
        let value = try Where.number(text, whole: whole)
        return switch self {
        case .page: .page(value)
        case .block: .block(value)
        case .pageInBlock(let block, _): .pageInBlock(block: block, page: value)
        case .fileOffset: .fileOffset(value)
        case .dataOffset: .dataOffset(value)
        }
    }
}
