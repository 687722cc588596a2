// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads a text from end to end, once.
///
/// Regular cells go from the window to the store in one piece; what is not regular goes row by row through
/// the assembler.
final class TextDecoder {
    private let shape: TextShape
    private let window: TextWindow
    let store: CellStore
    let assembler: PageAssembler
    private var console = FindingTally<TextFinding>()
    /// The greatest end of a dump that the tool printed, in bytes of data; 0 when it printed none.
    private(set) var statedEnd = 0

    /// Bytes of text that a regular cell takes at the most, and the row behind it.
    private let lookahead: Int
    private let mayBeRegular: Bool

    /// - Throws: ``IOFailure`` when there is no room for temporary files.
    init(_ source: any ByteSource, shape: TextShape, limits: ExpansionLimits) throws {
        self.shape = shape
        let rows = (shape.cellDataSize + shape.oobSize * shape.pagesPerCell) / HexRows.bytesPerRow + 2
        lookahead = rows * HexRows.maxRowLength
        mayBeRegular =
            shape.cellDataSize % HexRows.bytesPerRow == 0 && (shape.oobSize == 0 || shape.pagesPerCell == 1)
        window = TextWindow(source, lookahead: lookahead)
        let byRatio = max(limits.ratioFrom, source.size.multipliedClamped(by: limits.maxRatio))
        store = try CellStore(
            cellSize: shape.cellSize, maxCells: max(1, min(limits.maxBytes, byRatio) / shape.cellSize),
            name: source.name)
        assembler = PageAssembler(shape: shape, store: store)
    }

    /// - Throws: ``FormatError`` (`tooLarge`), ``IOFailure``, ``Interrupted``.
    func run() throws {
        while true {
            if mayBeRegular, try takeRegularCells() { continue }
            guard let (line, offset) = try window.nextLine() else { break }
            let row = TextRow(line)
            if row.label == .none, let said = ConsoleLine(line) {
                note(said, at: offset)
            } else {
                try assembler.take(row, at: offset)
            }
        }
        try assembler.close(isLast: true)
        try store.flush()
    }

    /// Takes cells as long as they are regular.
    ///
    /// - Returns: whether there was one.
    private func takeRegularCells() throws -> Bool {
        var taken = false
        while window.isAtLineStart {
            try window.fill(atLeast: lookahead)
            let text = window.bytes
            guard let address = TextDecoder.address(text), address % shape.cellDataSize == 0,
                address <= shape.addressLimit - shape.cellDataSize
            else { break }
            guard let end = try store.withRoom({ decode(text, address, into: $0) }) else { break }
            let cell = address / shape.cellDataSize
            let offset = window.offset
            if try keep(cell, at: offset) { window.consume(end) }
            taken = true
        }
        return taken
    }

    /// Keeps the cell in the store's room.
    ///
    /// - Returns: whether it was kept; false when the room changed under it and it has to be decoded again.
    private func keep(_ cell: Int, at offset: Int) throws -> Bool {
        if assembler.isOpen {
            // Closing needs the room that the cell was decoded to.
            try assembler.close()
            return false
        }
        if store.slot(of: cell) != nil {
            try assembler.takeAgain(cell, at: offset)
        } else {
            try store.append(cell: cell, textOffset: offset)
        }
        return true
    }

    /// Decodes a cell: its data, and the OOB behind it.
    ///
    /// - Returns: where it ends in the text; nil when anything is not as usual.
    private func decode(_ text: UnsafeRawBufferPointer, _ address: Int, into room: UnsafeMutableRawBufferPointer)
        -> Int?
    {
        guard let base = room.baseAddress,
            let data = HexRows.decode(text, from: 0, label: .address(address), count: shape.cellDataSize, into: base)
        else { return nil }
        guard shape.oobSize > 0 else { return data }
        guard
            let end = HexRows.decode(
                text, from: data, label: .oob, count: shape.oobSize, into: base + shape.cellDataSize),
            !HexRows.isOOBRow(text, at: end)
        else { return nil }
        return end
    }

    /// The address that `text` begins with; nil when it does not begin with a row of data.
    private static func address(_ text: UnsafeRawBufferPointer) -> Int? {
        guard text.count > 12, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") else { return nil }
        var value = 0
        // Of 15 digits at most, so that nothing overflows.
        for i in 2..<min(text.count, 17) {
            if text[i] == UInt8(ascii: ":") { return value }
            guard let digit = TextCursor.hexDigit(text[i]) else { return nil }
            value = value << 4 | Int(digit)
        }
        return nil
    }

    private func note(_ said: ConsoleLine, at offset: Int) {
        switch said {
        case .sizes: break
        case .range(let start, let end):
            if end <= shape.addressLimit { statedEnd = max(statedEnd, end) }
            console.add(
                .console, .note, at: offset,
                "the dump was to go from \(ByteCount.hex(start, digits: 8)) to \(ByteCount.hex(end, digits: 8))")
        case .corrected(let count, let address):
            console.add(.ecc, .note, at: offset, "\(count) corrected bit flips at \(ByteCount.hex(address, digits: 8))")
        case .uncorrectable(let count, let address):
            console.add(
                .ecc, .warning, at: offset,
                "\(count) ECC steps could not be corrected at \(ByteCount.hex(address, digits: 8))")
        case .total(let what, let count):
            if count > 0 { console.add(.console, .note, at: offset, "the tool counts \(count) \(what)") }
        }
    }

    /// Cells that are not known whole, and everything else that was noticed.
    func findings() -> [Finding] {
        var tally = assembler.findings()
        let partial = store.partial.slots
        var told = 0
        var seen = Set<Int>()
        for place in assembler.partialPlaces where seen.insert(place.cell).inserted {
            guard let slot = store.slot(of: place.cell), partial.contains(slot) else { continue }
            told += 1
            let page = PageNumber(place.cell * shape.pagesPerCell)
            tally.add(.lostRows, .warning, at: place.textOffset, "\(page) is not whole: rows of it are missing")
        }
        for _ in told..<max(told, partial.count) {
            tally.add(.lostRows, .warning, at: nil, "a page is not whole: rows of it are missing")
        }
        return console.findings + tally.findings
    }
}

extension Int {
    /// The product, or the greatest number.
    fileprivate func multipliedClamped(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
