// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

extension ConsoleText {
    /// Takes a line that a terminal would show like this: rows, or something else.
    func takeCleaned(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        guard let grammar else { return }
        if grammar.squeezes, try takeMark(line, grammar, at: offset, into: store) { return }
        var at = 0
        var found = false
        // Several rows are glued to each other where the ends of lines are lost.
        let asked = tool.asked(line)
        while at < line.count {
            let clean = cleanRow(line, from: at)
            if let clean, clean.start - at > 16, clean.start != start {
                // A row may stand before it, whose end of line is lost.
                try takePart(UnsafeRawBufferPointer(rebasing: line[..<clean.start]), from: at, offset, into: store)
            }
            guard var row = clean?.row ?? (asked == nil ? damagedRow(line, from: at) : nil) else { break }
            row.offset = offset
            found = true
            understood += 1
            try accept(row, into: store)
            guard row.end > at else { break }
            at = row.end
        }
        guard !found else { return }
        guard let address = asked else { return try takeOther(line, at: offset, into: store) }
        try settle(into: store)
        sequence.announce(address)
        try keepLone(into: store)
    }

    /// What stands before a clean row in its line.
    private func takePart(
        _ part: UnsafeRawBufferPointer, from first: Int, _ offset: Int, into store: AddressedStore
    ) throws {
        guard var row = damagedRow(part, from: first) else {
            lastRow = []
            squeeze = nil
            return
        }
        row.offset = offset
        try accept(row, into: store)
    }

    /// A line that is no row, or one of which nothing reads.
    private func takeOther(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        lastRow = []
        squeeze = nil
        guard let shape, sequence.isWaiting || sequence.due != nil, line.contains(where: { $0 > 0x20 }) else { return }
        var row = DumpRow.unreadable(shape.bytesPerRow, at: offset)
        serial += 1
        row.serial = serial
        _ = sequence.take(row) { _ in [] }
        try keepLone(into: store)
    }

    /// A row without anything wrong, from column `first` on.
    private func cleanRow(_ line: UnsafeRawBufferPointer, from first: Int) -> (row: DumpRow, start: Int)? {
        guard let grammar else { return nil }
        var next = first == 0 && grammar.head(line, at: start) != nil ? start : first
        while let start = ConsoleLine.rowStart(line, grammar, from: next) {
            if let shape {
                let row = RowReader(grammar: grammar, shape: shape).read(
                    line, from: start, to: line.count, isEnded: isEnded)
                // Without a second column a piece of a row looks like a row.
                if row.isClean, shape.ascii != nil || start == self.start || row.count == shape.bytesPerRow {
                    return (row, start)
                }
                if let row = widened(line, start, shape) { return (row, start) }
            }
            if grammar.bytesPerRow != nil || shape == nil, let row = reshaped(line, start) { return (row, start) }
            next = start + 1
            if next > first + 96 { break }
        }
        return nil
    }

    /// A clean row whose address has more or fewer digits than those before it: addresses grow.
    private func widened(_ line: UnsafeRawBufferPointer, _ start: Int, _ shape: RowShape) -> DumpRow? {
        guard let grammar, let head = grammar.head(line, at: start), head.length != shape.addressLength else {
            return nil
        }
        let wide = shape.with(addressLength: head.length)
        let row = RowReader(grammar: grammar, shape: wide).read(line, from: start, to: line.count, isEnded: isEnded)
        guard row.isClean, row.address == sequence.due || row.count == wide.bytesPerRow && start == self.start else {
            return nil
        }
        self.shape = wide
        remember()
        return row
    }

    /// A clean row of another shape than those before it.
    private func reshaped(_ line: UnsafeRawBufferPointer, _ start: Int) -> DumpRow? {
        guard let grammar else { return nil }
        let order = tool.isLittle ?? shape.flatMap { $0.word.bytes > 1 ? $0.word.isLittle : nil } ?? order
        guard let found = grammar.shape(of: line, at: start, isLittle: order),
            (found.shape.ascii == nil) == (shape.map { $0.ascii == nil } ?? (found.shape.ascii == nil))
        else { return nil }
        if found.showsOrder || order == nil, found.shape.word.bytes > 1 { self.order = found.shape.word.isLittle }
        shape = found.shape
        remember()
        return RowReader(grammar: grammar, shape: found.shape).read(line, from: start, to: line.count, isEnded: isEnded)
    }

    /// A row that is known in part: where the others begin, where its due address stands, or as far before the end
    /// of the line as a row is long.
    private func damagedRow(_ line: UnsafeRawBufferPointer, from first: Int) -> DumpRow? {
        guard let grammar, let shape else { return nil }
        let reader = RowReader(grammar: grammar, shape: shape)
        let full = shape.length(words: shape.words, bytes: shape.bytesPerRow)
        var starts = [first == 0 ? start : first, line.count - full]
        if let due = sequence.due,
            let place = ConsoleText.place(of: grammar.text(of: due, length: shape.addressLength), line, first)
        {
            starts.append(place)
        }
        if let place = ConsoleLine.rowStart(line, grammar, from: first) { starts.append(place) }
        var best: DumpRow?
        for start in Set(starts).sorted() where start >= first && start < line.count {
            let row = reader.read(line, from: start, to: line.count, isEnded: isEnded)
            if row.knownCount > best?.knownCount ?? 0 { best = row }
        }
        // Words of a console have the look of a byte now and then.
        guard let best, best.knownCount * 4 >= shape.bytesPerRow || best.address != nil && best.address == sequence.due
        else { return nil }
        return best
    }

    private static func place(of text: [UInt8], _ line: UnsafeRawBufferPointer, _ first: Int) -> Int? {
        guard line.count >= first + text.count, !text.isEmpty else { return nil }
        for start in first...min(line.count - text.count, first + 160) {
            if line[start] == text[0], (0..<text.count).allSatisfy({ line[start + $0] == text[$0] }) { return start }
        }
        return nil
    }

    /// `*`, and the address behind the last row.
    ///
    /// - Returns: whether the line is one of them.
    private func takeMark(
        _ line: UnsafeRawBufferPointer, _ grammar: RowGrammar, at offset: Int, into store: AddressedStore
    ) throws -> Bool {
        let word = ConsoleLine.lastWord(line)
        let isAlone = word.startIndex == start || word.startIndex == 0
        guard isAlone, !word.isEmpty else { return false }
        if word.count == 1, word.first == UInt8(ascii: "*") {
            understood += 1
            try settle(into: store)
            if squeeze == nil, !sequence.isWaiting, let due = sequence.due, !lastRow.isEmpty,
                lastRow.count == shape?.bytesPerRow
            {
                squeeze = Squeeze(from: due, row: lastRow, offset: offset, isSure: lastIsSure, next: serial + 1)
            } else {
                squeeze = nil
            }
            sequence.interrupt()
            try keepLone(into: store)
            return true
        }
        guard let address = grammar.address(line, at: word.startIndex), address.length == word.count else {
            return false
        }
        understood += 1
        try takeEnd(address.value, into: store)
        return true
    }
}
