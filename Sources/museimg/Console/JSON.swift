// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FoundationEssentials

/// Answers as JSON: one object, or JSON Lines with the header object first.
enum JSON {
    /// Objects that begin an answer carry the name of their schema, as in `museimg.map/1`.
    protocol Answer: Encodable {
        var schema: String { get }
    }

    /// One line without its end.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Console {
    /// Writes `value` as one line of JSON.
    func printJSON(_ value: some Encodable) throws {
        print(try JSON.line(value))
        try output.check()
    }
}
