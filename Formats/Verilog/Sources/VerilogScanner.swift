// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Cuts lines into words and addresses, and drops comments, of both kinds.
struct VerilogScanner {
    /// Whether a comment of the lines before goes on.
    private(set) var isInComment = false

    mutating func tokens<Line: Collection<UInt8>>(of line: Line) -> [Line.SubSequence] {
        var tokens: [Line.SubSequence] = []
        var start: Line.Index?
        var index = line.startIndex
        func next(_ i: Line.Index) -> UInt8? {
            let after = line.index(after: i)
            return after < line.endIndex ? line[after] : nil
        }
        while index < line.endIndex {
            let character = line[index]
            let isSlash = character == UInt8(ascii: "/")
            if isInComment {
                if character == UInt8(ascii: "*"), next(index) == UInt8(ascii: "/") {
                    isInComment = false
                    index = line.index(after: index)
                }
            } else if character <= 0x20 || isSlash {
                if let begun = start { tokens.append(line[begun..<index]) }
                start = nil
                if isSlash, next(index) == UInt8(ascii: "/") { return tokens }
                if isSlash, next(index) == UInt8(ascii: "*") {
                    isInComment = true
                    index = line.index(after: index)
                }
            } else {
                start = start ?? index
            }
            index = line.index(after: index)
        }
        if let start { tokens.append(line[start...]) }
        return tokens
    }
}
