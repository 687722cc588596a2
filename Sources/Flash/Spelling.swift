// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// For "did you mean".
public enum Spelling {
    /// The word nearest to `word`; nil when none is near.
    public static func nearest(to word: String, in words: [String]) -> String? {
        words.map { (distance(Array(word), Array($0)), $0) }
            .filter { $0.0 <= max(2, word.count / 3) }
            .min { ($0.0, abs($0.1.count - word.count)) < ($1.0, abs($1.1.count - word.count)) }?.1
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
