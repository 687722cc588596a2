// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import TOMLKit

/// A TOML document as plain values: the only place that knows the library.
enum TOMLTree: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case bool(Bool)
    case array([TOMLTree])
    case table([String: TOMLTree])
    /// Dates and fractions, which no layout has.
    case other(String)

    /// Bytes of a document; more is refused unread.
    static let maximumSize = 1 << 20

    /// Dots of a document: the parser makes a table of each name of a dotted key, one inside the other, and takes its
    /// own stack apart with them.
    private static let maximumDots = 1000
    /// Values in values.
    private static let maximumDepth = 32

    /// - Throws: ``LayoutError`` (`malformed`) with line and column.
    init(parsing text: String, name: String) throws(LayoutError) {
        guard text.utf8.count <= Self.maximumSize else {
            throw LayoutError(.malformed, name, "\(text.utf8.count) bytes, expected at most \(Self.maximumSize)")
        }
        guard text.utf8.count(where: { $0 == UInt8(ascii: ".") }) <= Self.maximumDots else {
            throw LayoutError(.malformed, name, "more than \(Self.maximumDots) dots")
        }
        if let line = Self.brokenHeader(text) {
            throw LayoutError(.malformed, name, at: "line \(line)", "no TOML: a table in brackets has no name")
        }
        do {
            self = Self.tree(try TOMLTable(string: text))
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw LayoutError(
                .malformed, name, at: "line \(begin.line), column \(begin.column)",
                "no TOML: \(error.description.prefix { $0 != "\n" })")
        } catch {
            throw LayoutError(.malformed, name, "no TOML: \(error)")
        }
    }

    /// The first line that opens a table and names none: the parser asserts that it does.
    private static func brokenHeader(_ text: String) -> Int? {
        for (i, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let start = line.drop { $0 == " " || $0 == "\t" }
            guard start.hasPrefix("[[") else { continue }
            let name = start.dropFirst(2).drop { $0 == " " || $0 == "\t" }
            guard let first = name.first, first.isLetter || first.isNumber || "-_\"'".contains(first) else {
                return i + 1
            }
        }
        return nil
    }

    private static func tree(_ value: any TOMLValueConvertible, depth: Int = 0) -> TOMLTree {
        guard depth < maximumDepth else { return .other("value nested too deep") }
        return switch value.type {
        case .string: value.string.map(TOMLTree.string) ?? .other("string")
        case .int: value.int.map(TOMLTree.integer) ?? .other("integer")
        case .bool: value.bool.map(TOMLTree.bool) ?? .other("boolean")
        case .array: .array(value.array.map { $0.map { tree($0, depth: depth + 1) } } ?? [])
        case .table:
            .table(
                Dictionary(
                    (value.table.map { table in
                        table.keys.compactMap { key in table[key].map { (key, tree($0, depth: depth + 1)) } }
                    })
                        ?? [], uniquingKeysWith: { first, _ in first }))
        case .double: .other("fraction")
        default: .other("date or time")
        }
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .string: "a string"
        case .integer: "a number"
        case .bool: "true or false"
        case .array: "a list"
        case .table: "a table"
        case .other(let kind): "a \(kind)"
        }
    }
}
