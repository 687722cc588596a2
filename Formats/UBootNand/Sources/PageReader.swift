// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads pages from logs into a store.
final class PageReader {
    let pageSize: Int
    let oobSize: Int
    private(set) var tally = FindingTally<RecordFinding>()

    private var store: AddressedStore?
    private var capture: String?
    private var section = NandLine.other
    /// The offset of the page that the title tells; nil when none is sure.
    private var title: Int?
    private var sequence = RowSequence()
    /// The page that the last sure row of data belongs to.
    private var dataPage: Int?
    private var hasError = false
    private var oldRows = OldRows()
    private let kernel = RegularRows(PageRows.grammar(16), PageRows.shape(16))

    init(pageSize: Int, oobSize: Int) {
        self.pageSize = pageSize
        self.oobSize = oobSize
    }

    private var rawPageSize: Int { pageSize + oobSize }

    /// - Parameter capture: how a person calls the source; nil for the first.
    func read(_ source: any ByteSource, capture: String?, into store: AddressedStore) throws {
        self.store = store
        self.capture = capture
        (section, title, dataPage, hasError) = (.other, nil, nil, false)
        let window = TextWindow(source, lookahead: 64 << 10)
        while true {
            if window.isAtLineStart, case .page = section {
                try window.fill(atLeast: 64 << 10)
                let taken = try takeRegular(window.bytes, window.offset)
                window.consume(taken)
            }
            guard let (line, offset) = try window.nextLine() else { break }
            if line.isEmpty { continue }
            if let cleaned = ConsoleCleaner.cleaned(line) {
                try cleaned.withUnsafeBytes { try take($0, offset) }
            } else {
                try take(line, offset)
            }
        }
        try endSection(0)
    }

    /// Takes rows of data as long as they are regular and of one page.
    private func takeRegular(_ text: UnsafeRawBufferPointer, _ offset: Int) throws -> Int {
        guard let store, let due = sequence.due, !sequence.isWaiting, oldRows.isEmpty, due >= 0, due < 1 << 44 else {
            return 0
        }
        let rows = (pageSize - due % pageSize) / 16
        guard rows > 0, due % 16 == 0, let room = try store.room(rows * 16 + 16).baseAddress else { return 0 }
        var at = 0
        var taken = 0
        while taken < rows, let end = kernel.decode(text, at: at, address: due + taken * 16, into: room + taken * 16) {
            at = end
            taken += 1
        }
        guard taken > 0 else { return 0 }
        store.trust = hasError ? .lesser : .sure
        try store.keep(taken * 16, at: rawAddress(due), textOffset: offset)
        dataPage = due / pageSize
        if taken < rows { sequence.advance(to: due + taken * 16) } else { sequence.interrupt() }
        return at
    }

    private func rawAddress(_ offset: Int) -> Int { offset / pageSize * rawPageSize + offset % pageSize }

    private func take(_ line: UnsafeRawBufferPointer, _ offset: Int) throws {
        let kind = NandLine(line)
        switch kind {
        case .page(let address):
            try endSection(offset)
            section = kind
            title = address % pageSize == 0 && address < 1 << 44 ? address : nil
            dataPage = nil
            if let title { sequence.announce(title) } else { sequence.interrupt() }
            _ = sequence.takeLone()
        case .lostPage:
            try endSection(offset)
            (section, title, dataPage) = (.page(0), nil, nil)
            note(offset, "the offset of a page does not read")
            sequence.interrupt()
            _ = sequence.takeLone()
        case .oob:
            // A second one belongs to a page whose title is lost.
            if section == .oob || section == .other { (title, dataPage) = (nil, nil) }
            try endSection(offset)
            section = .oob
            sequence.announce(0)
            _ = sequence.takeLone()
        case .error, .command:
            try endSection(offset)
            (section, title, dataPage) = (.other, nil, nil)
            hasError = kind == .error
        case .other: try takeRow(line, offset)
        }
    }

    private func takeRow(_ line: UnsafeRawBufferPointer, _ offset: Int) throws {
        if line.first == 0x09 || !oldRows.isEmpty {
            guard section != .other, OldRows.isRow(line) else { return }
            return oldRows.append(line, section == .oob ? 8 : 16, offset)
        }
        if section == .oob || section == .other { try beginUntitled(line, offset) }
        guard section != .other else { return }
        let isOOB = section == .oob
        let width = isOOB ? 8 : 16
        let grammar = PageRows.grammar(width)
        let reader = RowReading(grammar: grammar, shape: PageRows.shape(width))
        guard var row = reader.row(line, due: sequence.due) else { return }
        row.offset = offset
        if !row.isClean { note(offset, "a row is damaged: \(row.count - row.knownCount) of its bytes are left out") }
        let sure = sequence.take(row) { grammar.text(of: $0, length: 8) }
        for row in sure { try keep(row, isOOB: isOOB) }
        for lone in sequence.takeLone() where lone.knownCount > 0 {
            note(lone.offset, "the offset of a row is not sure: it is left out")
        }
    }

    /// A row of data where none should be: the title of its page is lost, its own offset tells where it belongs.
    private func beginUntitled(_ line: UnsafeRawBufferPointer, _ offset: Int) throws {
        let reading = RowReading(grammar: PageRows.grammar(16), shape: PageRows.shape(16))
        guard let row = reading.row(line, due: nil), row.isClean, row.count == 16 else { return }
        try endSection(offset)
        (section, title, dataPage) = (.page(0), nil, nil)
    }

    private func keep(_ row: DumpRow, isOOB: Bool) throws {
        guard let address = row.address, address >= 0, address < 1 << 44 else { return }
        if isOOB {
            guard let page = dataPage ?? title.map({ $0 / pageSize }), address + row.count <= oobSize else { return }
            // Title and rows have to say the same.
            guard title == nil || title == page * pageSize else { return }
            try put(row, at: page * rawPageSize + pageSize + address)
        } else {
            guard address % pageSize + row.count <= pageSize else { return }
            dataPage = address / pageSize
            try put(row, at: rawAddress(address))
        }
    }

    private func put(_ row: DumpRow, at address: Int) throws {
        guard let store else { return }
        store.trust = hasError ? .lesser : .sure
        try store.keep(row, at: address)
    }

    /// Settles what a section leaves: rows without addresses count only when all are there.
    private func endSection(_ offset: Int) throws {
        let isOOB = section == .oob
        let size = isOOB ? oobSize : pageSize
        if !oldRows.isEmpty {
            if let title, !oldRows.isOdd, oldRows.count * (isOOB ? 8 : 16) == size {
                let start = title / pageSize * rawPageSize + (isOOB ? pageSize : 0)
                for (number, row) in oldRows.rows.enumerated() {
                    if !row.isWhole { note(row.offset, "a row is damaged: some of its bytes are left out") }
                    try put(row, at: start + number * (isOOB ? 8 : 16))
                }
            } else {
                note(oldRows.offset, "rows without offsets are left out: it is not known which of them are missing")
            }
        }
        oldRows = OldRows()
        for lone in sequence.takeLone() where lone.knownCount > 0 {
            note(lone.offset, "the offset of a row is not sure: it is left out")
        }
        sequence.interrupt()
        if isOOB { hasError = false }
    }

    private func note(_ offset: Int, _ message: String) {
        if let capture {
            tally.add(.malformed, .warning, at: nil, "\(capture), at \(ByteCount.hex(offset)): \(message)")
        } else {
            tally.add(.malformed, .warning, at: offset, message)
        }
    }
}
