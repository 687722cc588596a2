// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Reads a row whose shape is known, damaged or not: a byte is known when both its columns show it.
///
/// A character that was lost or is too much moves what follows. What stands before the place is found by its
/// distance from the start of the row, what stands behind it by the distance from the end.
struct RowReader {
    let grammar: RowGrammar
    let shape: RowShape

    /// Characters that may be lost or too much in one row.
    private static let maxMoved = 4

    /// - Parameters:
    ///   - start: the column of the address.
    ///   - limit: the column behind the row, or behind all that may belong to it.
    ///   - isEnded: whether the line has an end, so that nothing cut it short.
    func read(_ line: UnsafeRawBufferPointer, from start: Int, to limit: Int, isEnded: Bool = true) -> DumpRow {
        let text = UnsafeRawBufferPointer(rebasing: line[start..<limit])
        let words = wordCount(text)
        let last = words > 0 ? lastWordBytes(text, words) : 0
        let count = max(0, words - 1) * shape.word.bytes + last
        guard count < shape.bytesPerRow else { return read(line, start, text, shape.words, lastOfFull) }
        let short = read(line, start, text, words, last)
        if short.isClean, isEnded || shape.ascii != nil { return short }
        // What looks like a short row may be one of which some is lost.
        return read(line, start, text, shape.words, lastOfFull)
    }

    /// Bytes of the last word of a full row.
    private var lastOfFull: Int { shape.bytesPerRow - (shape.words - 1) * shape.word.bytes }

    private func read(
        _ line: UnsafeRawBufferPointer, _ start: Int, _ text: UnsafeRawBufferPointer, _ words: Int, _ last: Int
    ) -> DumpRow {
        var row = DumpRow()
        if let head = grammar.head(line, at: start), head.length == shape.addressLength {
            row.address = head.value
        }
        row.addressText = Array(text.prefix(shape.addressLength))
        guard words > 0 else { return row }
        let count = (words - 1) * shape.word.bytes + last
        var cells = Cells(text, length: shape.length(words: words, bytes: count))
        row.bytes = Array(repeating: 0xFF, count: count)
        row.known = Array(repeating: false, count: count)
        var isClean = row.address != nil
        readWords(cells, words, last, &row, &isClean)
        if shape.ascii != nil { compare(&cells, &row, &isClean) }
        if cells.moved != 0 || !gapsAreBlank(text, words, count) { isClean = false }
        row.isClean = isClean
        row.mayBeCut = shape.ascii == nil && count < shape.bytesPerRow
        if cells.moved != 0, !cells.mayMove { row.known = Array(repeating: false, count: count) }
        row.end = start + min(text.count, cells.end)
        return row
    }

    /// Words that the row shows: the last ones may be blank.
    private func wordCount(_ text: UnsafeRawBufferPointer) -> Int {
        var count = shape.words
        while count > 0 {
            let column = shape.column(of: count - 1)
            let end = min(text.count, column + width(of: count - 1))
            if column < end, (column..<end).contains(where: { text[$0] != 0x20 }) { break }
            count -= 1
        }
        return count
    }

    /// Characters of word `index` in a full row.
    private func width(of index: Int) -> Int {
        index == shape.words - 1 ? lastOfFull * shape.word.digits / shape.word.bytes : shape.word.digits
    }

    /// Bytes of the last word.
    private func lastWordBytes(_ text: UnsafeRawBufferPointer, _ words: Int) -> Int {
        if let ascii = shape.ascii, shape.bars != nil, shape.word.bytes > 1 {
            // The last word is filled up, the column of text is not.
            let trimmed = (text.lastIndex { $0 != 0x20 } ?? -1) + 1
            let shown = trimmed - 1 - ascii - (words - 1) * shape.word.bytes
            return (1..<shape.word.bytes).contains(shown) ? shown : shape.word.bytes
        }
        guard grammar.hasAnyWords, shape.word.bytes > 1, shape.word.radix == 16 else { return shape.word.bytes }
        let column = shape.column(of: words - 1)
        let digits = (column..<(column + width(of: words - 1))).filter { $0 < text.count && text[$0] != 0x20 }.count
        return max(1, min(shape.word.bytes, digits / 2))
    }

    /// Reads the words from the left, and where the end of the row has moved from the right as well: each way up to
    /// the first word that does not read.
    private func readWords(_ cells: Cells, _ words: Int, _ last: Int, _ row: inout DumpRow, _ isClean: inout Bool) {
        let width = shape.word.bytes
        withUnsafeTemporaryAllocation(byteCount: RowGrammar.maxBytes, alignment: 8) { room in
            guard let target = room.baseAddress else { return }
            var next = 0
            while next < words {
                let isCut = next == words - 1 && last < width
                let found =
                    isCut && grammar.hasAnyWords
                    ? cutWord(cells, next, last, room)
                    : decode(cells.text, shape.column(of: next), target, &isClean, hasMoved: cells.moved != 0)
                if found {
                    for k in 0..<(isCut ? last : width) {
                        row.bytes[next * width + k] = room[k]
                        row.known[next * width + k] = true
                    }
                } else {
                    isClean = false
                    if cells.moved != 0 { break }
                }
                next += 1
            }
            guard cells.moved != 0, cells.mayMove, last == width else { return }
            var index = words - 1
            while index >= 0,
                decode(cells.text, shape.column(of: index) + cells.moved, target, &isClean, hasMoved: true)
            {
                for k in 0..<width {
                    let place = index * width + k
                    // Both ways may not give different words.
                    row.known[place] = index >= next || row.known[place] && row.bytes[place] == room[k]
                    row.bytes[place] = room[k]
                }
                index -= 1
            }
        }
    }

    /// The word at a column, with a blank on both sides; one is enough where nothing has moved.
    private func decode(
        _ text: UnsafeRawBufferPointer, _ column: Int, _ room: UnsafeMutableRawPointer, _ isClean: inout Bool,
        hasMoved: Bool
    ) -> Bool {
        let end = column + shape.word.digits
        guard column > 0, end <= text.count, let base = text.baseAddress else { return false }
        let isBehindBlank = text[column - 1] == 0x20
        let isBeforeBlank = end == text.count || text[end] == 0x20
        if !isBehindBlank || !isBeforeBlank { isClean = false }
        guard hasMoved ? isBehindBlank && isBeforeBlank : isBehindBlank || isBeforeBlank else { return false }
        return shape.word.decode(base + column, into: room)
    }

    /// The last word, of fewer bytes than the others: at the end of its field where bytes are reversed.
    private func cutWord(
        _ cells: Cells, _ index: Int, _ count: Int, _ room: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let field = shape.column(of: index)
        let column = shape.word.isLittle ? field + shape.word.digits - 2 * count : field
        guard cells.moved == 0, column + 2 * count <= cells.text.count, let base = cells.text.baseAddress,
            let target = room.baseAddress
        else { return false }
        var form = WordForm.hex(1)
        form.isLittle = false
        for k in 0..<count {
            let place = shape.word.isLittle ? count - 1 - k : k
            guard form.decode(base + column + 2 * k, into: target + place) else { return false }
        }
        return true
    }

    /// Takes back what the column of text does not show.
    private func compare(_ cells: inout Cells, _ row: inout DumpRow, _ isClean: inout Bool) {
        guard let ascii = shape.ascii else { return }
        let count = row.count
        if shape.bars == nil, cells.moved < 0, endsInBlanks(cells, row, ascii) { cells.moved = 0 }
        func shows(_ i: Int, _ moved: Int) -> Bool {
            let column = ascii + i + moved
            guard column < cells.text.count else { return moved == 0 && shape.bars == nil && row.bytes[i] == 0x20 }
            return column >= 0 && grammar.shows(cells.text[column], row.bytes[i])
        }
        var agrees = [Bool](repeating: false, count: count)
        if cells.moved == 0 {
            for i in 0..<count { agrees[i] = shows(i, 0) }
        } else if cells.mayMove, isWholeBefore(ascii, cells) {
            // The words are in their places: the column of text is what moved.
            for i in 0..<count { if shows(i, 0) { agrees[i] = true } else { break } }
            for i in (0..<count).reversed() { if shows(i, cells.moved) { agrees[i] = true } else { break } }
        } else if cells.mayMove {
            for i in 0..<count { agrees[i] = shows(i, cells.moved) }
        } else {
            for i in 0..<count { agrees[i] = shows(i, 0) }
        }
        let width = shape.word.bytes
        for start in stride(from: 0, to: count, by: width) {
            let word = start..<min(count, start + width)
            guard word.contains(where: { !row.known[$0] || !agrees[$0] }) else { continue }
            // The digits of a word may have moved inside it: all its bytes are in doubt.
            for i in word { row.known[i] = false }
            isClean = false
        }
    }

    /// Whether all that is missing at the end are blanks that show blanks.
    private func endsInBlanks(_ cells: Cells, _ row: DumpRow, _ ascii: Int) -> Bool {
        let shown = max(0, cells.text.count - ascii)
        guard shown < row.count, cells.text.count >= shape.wordsEnd else { return false }
        return (0..<row.count).allSatisfy { i in
            row.known[i]
                && (i < shown ? grammar.shows(cells.text[ascii + i], row.bytes[i]) : row.bytes[i] == 0x20)
        }
    }

    /// Whether the last word and the blanks behind it are where they have to be.
    private func isWholeBefore(_ ascii: Int, _ cells: Cells) -> Bool {
        let end = shape.wordsEnd
        guard cells.text.count > ascii, ascii - end >= 2 else { return false }
        let bar = ascii - 1
        return cells.text[end] == 0x20 && cells.text[end - 1] != 0x20
            && (shape.bars.map { cells.text[bar] == $0.open } ?? (cells.text[bar] == 0x20))
    }

    /// Whether nothing stands between the columns, and the bars are there.
    private func gapsAreBlank(_ text: UnsafeRawBufferPointer, _ words: Int, _ count: Int) -> Bool {
        func isBlank(_ range: Range<Int>) -> Bool { range.allSatisfy { $0 >= text.count || text[$0] == 0x20 } }
        for i in 1..<max(1, words) where !isBlank((shape.column(of: i - 1) + shape.word.digits)..<shape.column(of: i)) {
            return false
        }
        let end = shape.column(of: words - 1) + shape.word.digits
        guard let ascii = shape.ascii else { return isBlank(end..<max(end, text.count)) }
        guard let bars = shape.bars else { return isBlank(end..<max(end, ascii)) }
        guard ascii + count < text.count, ascii - 1 >= end else { return false }
        return isBlank(end..<(ascii - 1)) && text[ascii - 1] == bars.open && text[ascii + count] == bars.close
    }

    /// A row's characters, and how far its end lies from where it should be.
    private struct Cells {
        let text: UnsafeRawBufferPointer
        /// Characters that are too many; fewer than 0 when some are lost.
        var moved: Int
        /// Whether columns may be counted from the end as well.
        var mayMove: Bool
        /// Where the row ends.
        let end: Int

        init(_ text: UnsafeRawBufferPointer, length: Int) {
            var count = text.count
            while count > length, text[count - 1] == 0x20 { count -= 1 }
            let surplus = count - length
            // Something else is glued to it.
            let isGlued = surplus > RowReader.maxMoved
            self.text = text
            end = isGlued ? length : max(count, min(text.count, length))
            moved = isGlued ? 0 : surplus
            mayMove = surplus >= -RowReader.maxMoved
        }
    }
}
