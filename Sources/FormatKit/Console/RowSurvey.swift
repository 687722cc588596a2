// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A look at the beginning of a text: which of a tool's rows it has, and how they look.
package struct RowSurvey {
    /// The grammar that most of the rows follow, and the shape of most of them.
    package private(set) var grammar: RowGrammar?
    package private(set) var shape: RowShape?
    /// The column at which most rows begin.
    package private(set) var start = 0
    /// Rows that have nothing wrong.
    package private(set) var rows = 0
    /// Of these, such as follow the one before.
    package private(set) var followers = 0
    /// And such as are as long as rows are.
    package private(set) var fullRows = 0
    /// Lines that are no row.
    package private(set) var others = 0
    /// Whether a row had letters for digits in upper case, and in lower case.
    package private(set) var cases = (upper: false, lower: false)

    /// One grammar's success.
    private struct Candidate {
        var grammar: RowGrammar
        var shapes: [RowShape: Int] = [:]
        var last: RowShape?
        var starts: [Int: Int] = [:]
        var due: Int?
        var rows = 0
        var followers = 0
        var fullRows = 0
        var isLittle: Bool?
        var cases = (upper: false, lower: false)

        init(_ grammar: RowGrammar) { self.grammar = grammar }
    }

    /// How much is looked at for a first row, and behind it, in bytes; behind it as long as nothing shows the order of
    /// bytes in words.
    private static let enough = (first: 16 << 20, rows: 64)

    /// - Throws: what the source throws, ``Interrupted``.
    package init(_ source: any ByteSource, _ grammars: [RowGrammar]) throws {
        var candidates = grammars.map { Candidate($0) }
        let window = TextWindow(source)
        while let (line, offset) = try window.nextLine(), offset < RowSurvey.enough.first {
            guard !line.isEmpty else { continue }
            if !take(line, &candidates, isEnded: offset + line.count < source.size) { others += 1 }
            guard let best = RowSurvey.best(candidates) else { continue }
            let isSure = best.isLittle != nil || best.shapes.keys.allSatisfy { $0.word.bytes == 1 || $0.ascii == nil }
            if best.rows >= RowSurvey.enough.rows, isSure { break }
        }
        guard let best = RowSurvey.best(candidates) else { return }
        grammar = best.grammar
        shape = best.shapes.max { ($0.value, $0.key.bytesPerRow) < ($1.value, $1.key.bytesPerRow) }?.key
        if let isLittle = best.isLittle, var ordered = shape, ordered.ascii != nil {
            ordered.word.isLittle = isLittle && ordered.word.bytes != 1
            shape = ordered
        }
        start = best.starts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
        (rows, followers, fullRows, cases) = (best.rows, best.followers, best.fullRows, best.cases)
    }

    private static func best(_ candidates: [Candidate]) -> Candidate? {
        var best: Candidate?
        for candidate in candidates where candidate.rows > 0 {
            if best.map({ ($0.followers, $0.rows) < (candidate.followers, candidate.rows) }) ?? true {
                best = candidate
            }
        }
        return best
    }

    /// - Returns: whether the line is a row of any grammar, or may stand between rows.
    private func take(
        _ line: UnsafeRawBufferPointer, _ candidates: inout [Candidate], isEnded: Bool
    ) -> Bool {
        if let cleaned = ConsoleCleaner.cleaned(line) {
            return cleaned.withUnsafeBytes { RowSurvey.note($0, &candidates, isEnded) }
        }
        return RowSurvey.note(line, &candidates, isEnded)
    }

    private static func note(
        _ line: UnsafeRawBufferPointer, _ candidates: inout [Candidate], _ isEnded: Bool
    ) -> Bool {
        var isRow = false
        for i in candidates.indices {
            let grammar = candidates[i].grammar
            if grammar.squeezes {
                let end = ConsoleLine.lastWord(line)
                let isAlone = end.startIndex == 0 || candidates[i].starts[end.startIndex] != nil
                if end.elementsEqual([UInt8(ascii: "*")]) { isRow = true }
                if isAlone, let address = grammar.address(line, at: end.startIndex), address.length == end.count {
                    if address.value == candidates[i].due { candidates[i].followers += 1 }
                    isRow = true
                    continue
                }
            }
            guard let start = ConsoleLine.rowStart(line, grammar, from: 0),
                let address = grammar.address(line, at: start)
            else { continue }
            if let last = candidates[i].last, grammar.bytesPerRow == nil {
                // The last row may not even have one whole word.
                let row = RowReader(grammar: grammar, shape: last).read(line, from: start, to: line.count)
                if row.isClean, row.count < last.bytesPerRow {
                    if candidates[i].due == address.value { candidates[i].followers += 1 }
                    candidates[i].due = address.value + row.count
                    isRow = true
                    continue
                }
            }
            guard let found = grammar.shape(of: line, at: start, isLittle: candidates[i].isLittle) else { continue }
            candidates[i].last = found.shape
            guard isEnded || found.shape.ascii != nil else { continue }
            isRow = true
            let row = RowReader(grammar: grammar, shape: found.shape).read(line, from: start, to: line.count)
            if candidates[i].due == address.value { candidates[i].followers += 1 }
            candidates[i].due = address.value + row.count
            candidates[i].rows += 1
            if row.count == found.shape.bytesPerRow { candidates[i].fullRows += 1 }
            if candidates[i].shapes.count < 64 { candidates[i].shapes[found.shape, default: 0] += 1 }
            if candidates[i].starts.count < 64 { candidates[i].starts[start, default: 0] += 1 }
            if found.showsOrder { candidates[i].isLittle = found.shape.word.isLittle }
            let first = start + found.shape.firstWord
            let digits = first..<max(first, min(start + found.shape.wordsEnd, line.count))
            for column in digits {
                if (0x41...0x46).contains(line[column]) { candidates[i].cases.upper = true }
                if (0x61...0x66).contains(line[column]) { candidates[i].cases.lower = true }
            }
        }
        return isRow
    }
}

/// Where things stand in a console's line.
enum ConsoleLine {
    /// Characters of a line that may stand before a row: the time, a prompt.
    private static let maxPrefix = 128

    /// The column of the first address in `line` that a row may begin with.
    static func rowStart(_ line: UnsafeRawBufferPointer, _ grammar: RowGrammar, from first: Int) -> Int? {
        for start in first..<max(first, min(line.count, first + maxPrefix)) where grammar.head(line, at: start) != nil {
            return start
        }
        return nil
    }

    /// The last word of a line; its indices are the line's.
    static func lastWord(_ line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        var end = line.count
        while end > 0, line[end - 1] <= 0x20 { end -= 1 }
        var start = end
        while start > 0, line[start - 1] > 0x20 { start -= 1 }
        return line[start..<end]
    }
}
