// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Puts rows together to cells, whatever order they come in.
final class PageAssembler {
    private let shape: TextShape
    private let store: CellStore
    private var tally = FindingTally<TextFinding>()
    /// Places of cells that were kept in part, the first few.
    private(set) var partialPlaces: [(cell: Int, textOffset: Int)] = []

    /// The cell that is being put together.
    private var current: OpenCell?
    private var oob: OOBGroup
    /// Where in the cell the page begins that the last data row belongs to.
    private var pageStart = 0
    /// What a wrapped rest would continue.
    private var lastRow: (address: Int, row: TextRow)?
    private var repeats = 0
    private var firstRepeat: Int?

    init(shape: TextShape, store: CellStore) {
        self.shape = shape
        self.store = store
        oob = OOBGroup(oobSize: shape.oobSize)
    }

    /// Whether a cell is being put together.
    var isOpen: Bool { current != nil }

    /// Takes a row as it comes.
    ///
    /// - Parameter offset: where it begins in the text.
    func take(_ row: TextRow, at offset: Int) throws {
        note(row, offset)
        switch row.label {
        case .address(let address):
            placeOOB(isLast: false)
            try place(row, at: address, from: 0, offset)
            lastRow = row.count < HexRows.bytesPerRow && !row.hasASCII ? (address, row) : nil
        case .oob:
            lastRow = nil
            guard shape.oobSize > 0, isOpen else {
                return tally.add(.oobRows, .warning, at: offset, "a row of OOB that belongs to no page is left out")
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
            var row = begun
            guard row.append(rest) else { return }
            try place(row, at: address, from: begun.count, offset)
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
            return tally.add(.address, .warning, at: offset, "a row with an address that no chip has is left out")
        }
        var added = false
        var next = first
        while next < row.count {
            let start = address + next
            let end = min(row.count, next + shape.contiguous(from: start))
            try open(start / shape.cellDataSize, at: offset)
            let index = shape.index(of: start)
            pageStart = index / shape.rawPageSize * shape.rawPageSize
            if let outcome = current?.put(row, next..<end, at: index, from: offset) {
                note(outcome, offset)
                added = added || outcome.added
            }
            next = end
        }
        if !added, row.known != 0 { noteRepeat(offset) }
    }

    private func noteRepeat(_ offset: Int) {
        repeats += 1
        firstRepeat = firstRepeat ?? offset
    }

    private func note(_ outcome: OpenCell.Outcome, _ offset: Int) {
        guard let conflict = outcome.conflict, let cell = current?.cell else { return }
        let before = conflict.firstPlace.map { " (file offset \(ByteCount.hex($0)))" } ?? ""
        tally.add(
            .conflict, .warning, at: offset,
            "\(shape.place(conflict.index, cell: cell)) is \(hex(conflict.second)) here and "
                + "\(hex(conflict.first)) before\(before): the first counts")
    }

    private func open(_ new: Int, at offset: Int) throws {
        guard current?.cell != new else { return }
        try close()
        current = OpenCell(new, size: shape.cellSize, at: offset)
    }

    /// Gives the OOB rows their places in the page before them.
    private func placeOOB(isLast: Bool) {
        guard let first = oob.offset else { return }
        defer { oob.removeAll() }
        let found = oob.rows.count + oob.surplus
        let outcome = oob.settle(isLast: isLast)
        var isSure = true
        switch outcome {
        case .fits, .cutAtEnd: break
        case .doubled(let count):
            for _ in 0..<count { noteRepeat(first) }
        case .tooFew, .tooMany:
            isSure = false
            let (than, unknown) =
                outcome == .tooFew ? ("fewer", "where they belong") : ("more", "which of them belong to it")
            tally.add(
                .oobRows, .warning, at: first, "\(found) rows of OOB, \(than) than a page has: \(unknown) is not known")
        }
        for (number, entry) in oob.rows.enumerated() {
            let inside = number * HexRows.bytesPerRow
            let part = 0..<max(0, min(entry.row.count, shape.oobSize - inside))
            let index = pageStart + shape.pageSize + inside
            if !isSure {
                current?.show(entry.row, part, at: index)
            } else if let outcome = current?.put(entry.row, part, at: index, from: entry.offset) {
                note(outcome, entry.offset)
                if !outcome.added { noteRepeat(entry.offset) }
            }
        }
    }

    /// Keeps the cell that is being put together.
    func close(isLast: Bool = false) throws {
        placeOOB(isLast: isLast)
        lastRow = nil
        guard let cell = current else { return }
        if let slot = store.slot(of: cell.cell) {
            try merge(into: slot)
        } else {
            try store.withRoom { $0.copyBytes(from: cell.bytes) }
            try store.append(
                cell: cell.cell, known: cell.isWhole ? nil : cell.known, textOffset: cell.textOffset)
        }
        if !cell.isWhole, partialPlaces.count < 32 { partialPlaces.append((cell.cell, cell.textOffset)) }
        current = nil
    }

    /// Takes the whole cell in the store's room, which the text shows once more.
    func takeAgain(_ cell: Int, at offset: Int) throws {
        current = try store.withRoom { OpenCell(cell, whole: UnsafeRawBufferPointer($0), at: offset) }
        try close()
    }

    private func merge(into slot: Int) throws {
        let (earlier, earlierKnown) = try store.contents(of: slot)
        guard let outcome = current?.merge(earlier: earlier, earlierKnown: earlierKnown), let cell = current else {
            return
        }
        if var conflict = outcome.conflict {
            let run = CellStore.run(of: cell.cell, in: store.runs)
            conflict.firstPlace = run?.place(of: cell.cell)
            note(OpenCell.Outcome(conflict: conflict), cell.textOffset)
        }
        if earlierKnown != nil { try store.replace(slot, bytes: cell.bytes, known: cell.known) }
        if !outcome.added { noteRepeat(cell.textOffset) }
    }

    /// All that was noticed, once the text is at its end.
    func findings() -> FindingTally<TextFinding> {
        var tally = tally
        if repeats > 0 {
            tally.add(
                .repeats, .note, at: firstRepeat, "\(repeats) rows or pages come more than once, the first of them here"
            )
        }
        return tally
    }
}

private func hex(_ byte: UInt8) -> String { ByteCount.hex(Int(byte), digits: 2) }
