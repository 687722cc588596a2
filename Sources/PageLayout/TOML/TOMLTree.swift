// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A TOML document as plain values.
enum TOMLTree: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case bool(Bool)
    case array([TOMLTree])
    case table([String: TOMLTree])
    /// Fractions, dates and times, which no layout has: only their form is looked at.
    case other(String)

    /// Bytes of a document; more is refused unread.
    static let maximumSize = 1 << 20
    /// Values in values, and names of a dotted key: both nest.
    static let maximumDepth = 32

    /// Reads a document of TOML 1.0.
    ///
    /// - Throws: ``LayoutError`` (`malformed`) with line and column, both counted from 1, columns in Unicode scalars.
    init(parsing text: String, name: String) throws(LayoutError) {
        guard text.utf8.count <= Self.maximumSize else {
            throw LayoutError(.malformed, name, "\(text.utf8.count) bytes, expected at most \(Self.maximumSize)")
        }
        var reader = TOMLReader(text, name: name)
        self = try reader.document()
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
