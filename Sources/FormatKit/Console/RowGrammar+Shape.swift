// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension RowGrammar {
    /// The shape of a row that has nothing wrong, found from the row itself.
    ///
    /// - Parameters:
    ///   - start: the column of its address in `line`.
    ///   - isLittle: the order of the bytes in a word, where it is known.
    /// - Returns: nil when the row is no such row; whether the row shows the order of its bytes.
    package func shape(
        of line: UnsafeRawBufferPointer, at start: Int, isLittle: Bool?
    ) -> (shape: RowShape, showsOrder: Bool)? {
        guard let head = head(line, at: start) else { return nil }
        var at = start + head.firstWord
        guard let form = form(line, at) else { return nil }
        let most = bytesPerRow.map { $0 / form.bytes } ?? RowGrammar.maxBytes / form.bytes
        let half = hasMiddle ? most / 2 : 0
        var words = 0
        while words < most, digitRun(line, at, form.radix) == form.digits {
            words += 1
            at += form.digits
            let skip = words == half ? 2 : 1
            guard words < most, at + skip < line.count, line[at] == 0x20, line[at + skip - 1] == 0x20,
                digitRun(line, at + skip, form.radix) == form.digits
            else { break }
            at += skip
        }
        var bytes = words * form.bytes
        if hasAnyWords, words > 0, at + 1 < line.count, line[at] == 0x20, form.radix == 16 {
            // The rest of a word at the end.
            let run = digitRun(line, at + 1, 16)
            if run > 0, run < form.digits, run % 2 == 0 {
                at += 1 + run
                bytes += run / 2
            }
        }
        guard words > 0 else { return nil }
        var shape = RowShape(addressLength: head.length, firstWord: head.firstWord, word: form, words: words)
        if bytesPerRow != nil {
            shape.words = most
        } else if bytes > words * form.bytes {
            shape.words += 1
            shape.limit = bytes
        }
        shape.half = half
        guard place(&shape, line, start, wordsEnd: at, bytes: bytes) else { return nil }
        return ordered(shape, line, start, isLittle)
    }

    /// Bytes of a row, at the most.
    static let maxBytes = 256

    private func form(_ line: UnsafeRawBufferPointer, _ at: Int) -> WordForm? {
        if hasAnyWords {
            let run = digitRun(line, at, 16)
            return run > 0 && run % 2 == 0 && run <= 2 * RowGrammar.maxBytes ? .hex(run / 2) : nil
        }
        return forms.first { $0.digits == digitRun(line, at, $0.radix) }
    }

    private func digitRun(_ line: UnsafeRawBufferPointer, _ start: Int, _ radix: Int) -> Int {
        var at = start
        while at < line.count, let digit = HexDigits.value(of: line[at]), digit < radix { at += 1 }
        return at - start
    }

    /// Finds the column of the text.
    private func place(
        _ shape: inout RowShape, _ line: UnsafeRawBufferPointer, _ start: Int, wordsEnd: Int, bytes: Int
    ) -> Bool {
        let rest = UnsafeRawBufferPointer(rebasing: line[wordsEnd...])
        let blanks = rest.firstIndex { $0 != 0x20 } ?? rest.count
        switch column {
        case .barred(let bars) where blanks < rest.count && rest[blanks] == bars.open:
            shape.ascii = wordsEnd + blanks + 1 - start
            shape.bars = bars
            return true
        case .bare(let gaps):
            if bytesPerRow == nil {
                let ascii = line.count - bytes
                guard ascii - wordsEnd >= 2, ascii <= wordsEnd + blanks else { return false }
                shape.ascii = ascii - start
                return fill(&shape)
            }
            for gap in gaps {
                let ascii = shape.wordsEnd + gap
                guard start + ascii + bytes == line.count, start + ascii <= wordsEnd + blanks else { continue }
                shape.ascii = ascii
                return true
            }
            return false
        default: return (mayLackColumn || column == .none) && blanks == rest.count
        }
    }

    /// Finds the bytes of a full row from where the column of text is: short rows have it in the same place.
    private func fill(_ shape: inout RowShape) -> Bool {
        guard let ascii = shape.ascii else { return false }
        let width = shape.word.bytes
        for bytes in 1...RowGrammar.maxBytes {
            let words = (bytes + width - 1) / width
            let end = shape.firstWord + bytes * shape.word.digits / width + words + 1
            guard end >= ascii else { continue }
            shape.words = words
            shape.limit = bytes % width == 0 ? nil : bytes
            return end == ascii
        }
        return false
    }

    /// Finds the order of bytes in words, for which the columns agree.
    private func ordered(
        _ shape: RowShape, _ line: UnsafeRawBufferPointer, _ start: Int, _ isLittle: Bool?
    ) -> (shape: RowShape, showsOrder: Bool)? {
        var shape = shape
        func agrees(_ order: Bool) -> Bool {
            shape.word.isLittle = order
            return RowReader(grammar: self, shape: shape).read(line, from: start, to: line.count).isClean
        }
        guard shape.word.bytes > 1 else { return agrees(false) ? (shape, false) : nil }
        guard shape.ascii != nil else { return agrees(isLittle ?? usualOrder ?? true) ? (shape, false) : nil }
        let (little, big) = (agrees(true), agrees(false))
        guard little || big else { return nil }
        shape.word.isLittle = little && big ? isLittle ?? usualOrder ?? true : little
        return (shape, little != big)
    }
}
