// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The formats of a program, in the order in which they are asked.
public struct FormatRegistry: Sendable {
    public let formats: [any Format]

    public init(_ formats: [any Format]) { self.formats = formats }

    public func format(named name: String) -> (any Format)? {
        formats.first { $0.info.name == name }
    }

    /// - Throws: ``UsageError`` that names the nearest known format.
    public func require(_ name: String) throws -> any Format {
        if let format = format(named: name) { return format }
        let near = Spelling.nearest(to: name, in: formats.map(\.info.name))
        let guess = near.map { " (did you mean '\($0)'?)" } ?? ""
        throw UsageError("unknown format '\(name)'\(guess); see `museimg formats`")
    }

    /// The format that a file's extension stands for; nil when it stands for none.
    public func format(forExtension ext: String) -> (any Format)? {
        formats.first { $0.info.extensions.contains(ext.lowercased()) }
    }
}

/// For "did you mean".
public enum Spelling {
    /// The word nearest to `word`; nil when none is near.
    public static func nearest(to word: String, in words: [String]) -> String? {
        words.map { (distance(Array(word), Array($0)), $0) }
            .filter { $0.0 <= max(2, word.count / 3) }
            .min { $0.0 < $1.0 }?.1
    }

    /// Insertions, deletions and replacements between two words (Levenshtein).
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let replaced = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
