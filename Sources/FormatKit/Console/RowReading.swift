// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Reads single rows, for formats that have more than rows.
package struct RowReading {
    private let reader: RowReader

    package init(grammar: RowGrammar, shape: RowShape) { reader = RowReader(grammar: grammar, shape: shape) }

    /// A row anywhere in a line, as far as it reads; nil when nothing looks like one.
    ///
    /// - Parameter due: the address that it should have.
    package func row(_ line: UnsafeRawBufferPointer, due: Int?) -> DumpRow? {
        let (grammar, shape) = (reader.grammar, reader.shape)
        let full = shape.length(words: shape.words, bytes: shape.bytesPerRow)
        var starts = [0, line.count - full]
        if let start = ConsoleLine.rowStart(line, grammar, from: 0) { starts.insert(start, at: 0) }
        var best: DumpRow?
        for start in starts where start >= 0 && start < line.count {
            let row = reader.read(line, from: start, to: line.count)
            if row.isClean { return row }
            if row.knownCount > best?.knownCount ?? 0 || best == nil { best = row }
        }
        guard let best else { return nil }
        return best.knownCount * 4 >= shape.bytesPerRow || best.address != nil && best.address == due ? best : nil
    }

    /// A row that begins with its first word.
    package func unaddressed(_ line: UnsafeRawBufferPointer) -> DumpRow {
        reader.read(line, from: 0, to: line.count)
    }
}
