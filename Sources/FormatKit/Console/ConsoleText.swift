// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Reads the rows of one tool out of a console's log.
package final class ConsoleText: AddressedDialect {
    /// What distinguishes one tool from the others.
    package struct Tool: Sendable {
        package var grammars: [RowGrammar]
        /// How a row begins, for an error.
        package var example: String
        /// The order of bytes in words, as the user says.
        package var isLittle: Bool?
        /// The command that shows these addresses once more.
        package var fetch: @Sendable (Range<Int>) -> String
        /// The address that a command asks for, where the log shows the command.
        package var asked: @Sendable (UnsafeRawBufferPointer) -> Int? = { _ in nil }
        /// The options that write a text of this shape.
        package var style: @Sendable (_ shape: RowShape, _ isUpper: Bool) -> [FormatSpec.Option] = { _, _ in [] }

        package init(
            grammars: [RowGrammar], example: String, fetch: @escaping @Sendable (Range<Int>) -> String
        ) {
            self.grammars = grammars
            self.example = example
            self.fetch = fetch
        }
    }

    package let tool: Tool
    package var example: String { tool.example }
    package internal(set) var understood = 0
    package internal(set) var tally = FindingTally<RecordFinding>()
    package private(set) var style: [FormatSpec.Option] = []
    package let combines = true

    /// Which capture is read, where it is not the first.
    var capture: String?
    var grammar: RowGrammar?
    var shape: RowShape?
    private var kernel: RegularRows?
    var start = 0
    /// Whether the line that is looked at has an end.
    var isEnded = true
    var sequence = RowSequence()
    var squeeze: Squeeze?
    /// The last full row that is sure, which `*` repeats.
    var lastRow: [UInt8] = []
    /// Whether anything is not as the tool prints it.
    var isDamaged = false
    private var firstPiece = 0
    /// The order of bytes in the words of other shapes.
    var order: Bool?

    /// Rows like the one before, from an address on.
    struct Squeeze {
        var from: Int
        var row: [UInt8]
        var offset: Int
        /// Whether its start is sure.
        var isSure: Bool
        /// The serial number of the row that has to be the next.
        var next: Int
    }

    /// Counts lines that may be rows.
    var serial = 0
    /// Whether the address of the last row that was kept is sure.
    var lastIsSure = true
    /// Where the text ends.
    private var size = 0

    package init(_ tool: Tool) { self.tool = tool }

    package func begin(_ source: any ByteSource, isFirst: Bool, store: AddressedStore) throws {
        let survey = try RowSurvey(source, tool.grammars)
        grammar = survey.grammar
        shape = survey.shape
        if let isLittle = tool.isLittle, var told = shape {
            told.word.isLittle = isLittle && told.word.bytes != 1
            shape = told
        }
        order = shape.flatMap { $0.word.bytes > 1 ? $0.word.isLittle : nil }
        start = survey.start
        capture = isFirst ? nil : source.name
        isDamaged = false
        size = source.size
        firstPiece = try store.pieceCount()
        remember()
        if isFirst, let shape {
            style = tool.style(shape, survey.cases.upper && !survey.cases.lower)
            let head = try source.bytes(at: 0, count: 1024)
            if head.withUnsafeBytes({ LineEnd.isCRLF($0) }) == true { style.append(.init(key: "eol", value: "crlf")) }
        }
    }

    /// Says that the rows have changed their shape.
    func remember() {
        kernel = nil
        guard let shape, let grammar else { return }
        let made = RegularRows(grammar, shape)
        if made.isThere { kernel = made }
    }

    package func takeRegular(
        _ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore
    ) throws -> Int {
        guard let kernel, start == 0, squeeze == nil, !sequence.isWaiting, var due = sequence.due else { return 0 }
        let count = kernel.bytesPerRow
        var at = 0
        while true {
            // Many rows are decoded into one room, and kept at once.
            let rows = max(1, 16384 / count)
            let room = try store.room(rows * count + 8)
            guard let target = room.baseAddress else { break }
            var taken = 0
            let begin = at
            while taken < rows,
                let end = kernel.decode(text, at: at, address: due + taken * count, into: target + taken * count)
            {
                at = end
                taken += 1
            }
            guard taken > 0 else { break }
            lastIsSure = true
            serial += taken
            lastRow = Array(UnsafeRawBufferPointer(start: target + (taken - 1) * count, count: count))
            try store.keep(taken * count, at: due, textOffset: offset + begin)
            due += taken * count
            understood += taken
            guard taken == rows else { break }
        }
        if at > 0 { sequence.advance(to: due) }
        return at
    }

    package func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        isEnded = offset + line.count < size
        if let cleaned = ConsoleCleaner.cleaned(line) {
            try cleaned.withUnsafeBytes { try takeCleaned($0, at: offset, into: store) }
        } else {
            try takeCleaned(line, at: offset, into: store)
        }
    }

    /// Settles what waits, once a capture is at its end.
    package func end(into store: AddressedStore) throws {
        try settle(into: store)
        sequence.finish()
        try keepLone(into: store)
        if !isDamaged { try store.confirm(from: firstPiece) }
    }

    package func finish() {}

    package func fetch(_ addresses: Range<Int>) -> String? { tool.fetch(addresses) }

    /// Where something is, for a person who reads several captures.
    func note(_ kind: RecordFinding, at offset: Int, _ message: String) {
        isDamaged = true
        if let capture {
            tally.add(kind, .warning, at: nil, "\(capture), at \(ByteCount.hex(offset)): \(message)")
        } else {
            tally.add(kind, .warning, at: offset, message)
        }
    }
}
