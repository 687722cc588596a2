// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Puts rows together to cells, whatever order they come in. What was known first stays.
final class PageAssembler {
    private let shape: TextShape
    private let store: CellStore
    private(set) var tally = FindingTally()
    /// Places of cells that were kept in part, the first few.
    private(set) var partialPlaces: [(cell: Int, textOffset: Int)] = []

    /// The cell that is being put together.
    private var cell: Int?
    private var bytes: [UInt8]
    private var known: [Bool]
    /// For each 16 bytes of the cell, where the row that gave the first of them begins in the text.
    private var places: [Int]
    private var textOffset = 0
    private var oob: OOBGroup
    /// Where in the cell the page begins that the last data row belongs to.
    private var pageStart = 0
    /// What a wrapped rest would continue.
    private var lastRow: (address: Int, row: TextRow)?
    private var repeatedRows = 0
    private var firstRepeat: Int?
    private(set) var oobRowsWithoutPage = 0

    init(shape: TextShape, store: CellStore) {
        self.shape = shape
        self.store = store
        bytes = Array(repeating: 0xFF, count: shape.cellSize)
        known = Array(repeating: false, count: shape.cellSize)
        places = Array(repeating: 0, count: shape.cellSize / HexRows.bytesPerRow + 1)
        oob = OOBGroup(oobSize: shape.oobSize)
    }

    /// Whether a cell is being put together.
    var isOpen: Bool { cell != nil }

    /// Takes a row as it comes.
    ///
    /// - Parameter offset: where it begins in the text.
    func take(_ row: TextRow, at offset: Int) throws {
        note(row, offset)
        switch row.label {
        case .address(let address):
            try placeOOB(isLast: false)
            try place(row, at: address, from: 0, offset)
            lastRow = row.count < HexRows.bytesPerRow && !row.hasASCII ? (address, row) : nil
        case .oob:
            lastRow = nil
            guard shape.oobSize > 0, cell != nil else {
                oobRowsWithoutPage += 1
                tally.add(.oobRows, .warning, at: offset, "a row of OOB that belongs to no page is left out")
                return
            }
            oob.append(row, at: offset)
        case .none:
            try takeRest(row, at: offset)
        }
    }

    /// The rest of a wrapped row, if one waits for it.
    private func takeRest(_ rest: TextRow, at offset: Int) throws {
        guard rest.count > 0 else { return }
        if !oob.isEmpty {
            _ = oob.extendLast(rest)
        } else if let (address, begun) = lastRow {
            let before = begun.count
            var row = begun
            guard row.append(rest) else { return }
            try place(row, at: address, from: before, offset)
            lastRow = row.count < HexRows.bytesPerRow ? (address, row) : nil
        }
    }

    private func note(_ row: TextRow, _ offset: Int) {
        if row.known.nonzeroBitCount < row.count {
            tally.add(.unreadableByte, .warning, at: offset, "a byte of this row does not read as hexadecimal")
        }
        if let i = row.contradiction {
            tally.add(
                .asciiColumn, .warning, at: offset,
                "the ASCII column does not show byte \(i) of this row, \(hex(row.bytes[i])); the hexadecimal counts")
        }
    }

    private func place(_ row: TextRow, at address: Int, from first: Int, _ offset: Int) throws {
        guard address <= shape.addressLimit - HexRows.bytesPerRow else {
            tally.add(.address, .warning, at: offset, "a row with an address that no chip has is left out")
            return
        }
        var added = false
        for i in first..<row.count where row.known & 1 << UInt16(i) != 0 {
            try open((address + i) / shape.cellDataSize, at: offset)
            let index = shape.index(of: address + i)
            pageStart = index / shape.rawPageSize * shape.rawPageSize
            if put(row.bytes[i], index, offset) { added = true }
        }
        if !added, row.known != 0 { noteRepeat(offset) }
    }

    private func noteRepeat(_ offset: Int) {
        repeatedRows += 1
        firstRepeat = firstRepeat ?? offset
    }

    /// - Returns: whether the byte was not known before.
    private func put(_ byte: UInt8, _ index: Int, _ offset: Int) -> Bool {
        guard known[index] else {
            bytes[index] = byte
            known[index] = true
            places[index / HexRows.bytesPerRow] = offset
            return true
        }
        if bytes[index] != byte {
            conflict(index, first: bytes[index], second: byte, places[index / HexRows.bytesPerRow], offset)
        }
        return false
    }

    private func conflict(_ index: Int, first: UInt8, second: UInt8, _ firstPlace: Int?, _ offset: Int) {
        guard let cell else { return }
        let place = firstPlace.map { " (file offset \(ByteCount.hex($0)))" } ?? ""
        tally.add(
            .conflict, .warning, at: offset,
            "\(shape.place(index, cell: cell)) is \(hex(second)) here and \(hex(first)) before\(place): the first counts"
        )
    }

    private func open(_ new: Int, at offset: Int) throws {
        guard cell != new else { return }
        try close()
        cell = new
        textOffset = offset
    }

    /// Gives the OOB rows their places in the page before them.
    private func placeOOB(isLast: Bool) throws {
        guard let first = oob.offset else { return }
        defer { oob.removeAll() }
        let found = oob.rows.count + oob.surplus
        let outcome = oob.settle(isLast: isLast)
        switch outcome {
        case .fits, .cutAtEnd: break
        case .tooFew:
            tally.add(
                .oobRows, .warning, at: first,
                "\(found) rows of OOB, fewer than a page has: where they belong is not known")
        case .tooMany:
            tally.add(
                .oobRows, .warning, at: first,
                "\(found) rows of OOB, more than a page has: which of them belong to it is not known")
        case .doubled(let count):
            for _ in 0..<count { noteRepeat(first) }
        }
        for (number, entry) in oob.rows.enumerated() {
            var added = false
            for i in 0..<entry.row.count where entry.row.known & 1 << UInt16(i) != 0 {
                let inside = number * HexRows.bytesPerRow + i
                guard inside < shape.oobSize else { break }
                let index = pageStart + shape.pageSize + inside
                if outcome == .tooFew || outcome == .tooMany {
                    if !known[index] { bytes[index] = entry.row.bytes[i] }
                    added = true
                } else if put(entry.row.bytes[i], index, entry.offset) {
                    added = true
                }
            }
            if !added { noteRepeat(entry.offset) }
        }
    }

    /// Keeps the cell that is being put together.
    func close(isLast: Bool = false) throws {
        try placeOOB(isLast: isLast)
        lastRow = nil
        guard let cell else { return }
        let isWhole = !known.contains(false)
        if let slot = store.slot(of: cell) {
            try merge(into: slot)
        } else {
            try store.room().copyBytes(from: bytes)
            try store.append(cell: cell, known: isWhole ? nil : known, textOffset: textOffset)
        }
        if !isWhole, partialPlaces.count < 32 { partialPlaces.append((cell, textOffset)) }
        self.cell = nil
        for i in bytes.indices {
            bytes[i] = 0xFF
            known[i] = false
        }
    }

    /// Takes a whole cell that the text shows once more.
    func takeAgain(_ whole: UnsafeMutableRawBufferPointer, cell: Int, at offset: Int) throws {
        for i in bytes.indices {
            bytes[i] = whole[i]
            known[i] = true
        }
        self.cell = cell
        textOffset = offset
        try close()
    }

    private func merge(into slot: Int) throws {
        var (old, oldKnown) = try store.load(slot)
        var added = false
        for i in bytes.indices {
            if oldKnown?[i] == false {
                // What is not known may still be shown, where it only cannot be placed for sure.
                if known[i] || bytes[i] != 0xFF { old[i] = bytes[i] }
                guard known[i] else { continue }
                oldKnown?[i] = true
                added = true
            } else if known[i], old[i] != bytes[i] {
                let run = cell.flatMap { CellStore.run(of: $0, in: store.runs) }
                conflict(i, first: old[i], second: bytes[i], run?.count == 1 ? run?.textOffset : nil, textOffset)
            }
        }
        if let oldKnown { try store.replace(slot, bytes: old, known: oldKnown) }
        if !added { noteRepeat(textOffset) }
    }

    /// All that was noticed, once the text is at its end.
    func findings() -> FindingTally {
        var tally = tally
        if repeatedRows > 0 {
            tally.add(
                .repeats, .note, at: firstRepeat,
                "\(repeatedRows) rows or pages come more than once, the first of them here")
        }
        return tally
    }
}

private func hex(_ byte: UInt8) -> String { ByteCount.hex(Int(byte), digits: 2) }
