// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// One kind of text whose lines hold bytes and, now and then, their address.
package protocol AddressedDialect: AnyObject {
    /// Takes as many lines from the start of `text` as are regular, ends of lines included; as fast as it can.
    ///
    /// - Parameter offset: where `text` begins in the file.
    /// - Returns: the bytes of text that were taken; 0 when the first line is not regular, or not there whole.
    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int

    /// Takes a line, without its end.
    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws

    /// Says that a text begins: the first, or one more capture of the same dump.
    func begin(_ source: any ByteSource, isFirst: Bool, store: AddressedStore) throws

    /// Says that this text is at its end.
    func end(into store: AddressedStore) throws

    /// Says that all texts are at their end.
    func finish()

    /// Whether several values of one byte are put to the vote.
    var combines: Bool { get }

    /// A command that shows these addresses once more; nil where no command made the text.
    func fetch(_ addresses: Range<Int>) -> String?

    /// Lines that were understood, data or not.
    var understood: Int { get }
    /// The options that write a file like this one.
    var style: [FormatSpec.Option] { get }
    var tally: FindingTally<RecordFinding> { get }
    /// How the first lines look that nobody found, for an error: `:10FFF000...`.
    var example: String { get }
}

/// What can be noticed in an addressed text, in the order in which it is told.
package enum RecordFinding: Int, CaseIterable, Sendable {
    case checksum, malformed, unknown, conflict, base, count, end, text, repeats, start, gap
}

extension AddressedDialect {
    package func begin(_ source: any ByteSource, isFirst: Bool, store: AddressedStore) throws {}
    package func end(into store: AddressedStore) throws {}
    package var combines: Bool { false }
    package func fetch(_ addresses: Range<Int>) -> String? { nil }

    /// Reads texts from end to end, once.
    ///
    /// - Throws: ``FormatError`` (`tooLarge`, `badMagic`), ``IOFailure``, ``Interrupted``.
    func read(_ sources: [any ByteSource], limits: ExpansionLimits) throws -> AddressedStore {
        let store = try AddressedStore(name: sources.first?.name ?? "", maxBytes: limits.maxBytes)
        for (number, source) in sources.enumerated() {
            try begin(source, isFirst: number == 0, store: store)
            try readLines(source, into: store)
            try end(into: store)
        }
        finish()
        try store.finish()
        return store
    }

    private func readLines(_ source: any ByteSource, into store: AddressedStore) throws {
        let window = TextWindow(source, lookahead: AddressedStore.maxRoom)
        while true {
            try window.fill(atLeast: AddressedStore.maxRoom)
            if window.isAtLineStart {
                let taken = try takeRegular(window.bytes, at: window.offset, into: store)
                window.consume(taken)
                if taken > 0 { continue }
            }
            guard let (line, offset) = try window.nextLine() else { break }
            if !line.isEmpty { try take(line, at: offset, into: store) }
        }
    }
}

/// Ends of lines in regular text.
package enum LineEnd {
    /// Whether the first line ends in CR and LF; nil when no end of a line is near.
    package static func isCRLF(_ text: UnsafeRawBufferPointer) -> Bool? {
        text.prefix(1024).firstIndex(of: 0x0A).map { $0 > 0 && text[$0 - 1] == 0x0D }
    }

    /// How many bytes the end of a line takes at `at`: LF with at most two CR before it; 0 when there is none.
    @inline(__always)
    package static func length(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
        guard at < text.count else { return 0 }
        if text[at] == 0x0A { return 1 }
        guard text[at] == 0x0D, at &+ 1 < text.count else { return 0 }
        if text[at &+ 1] == 0x0A { return 2 }
        return text[at &+ 1] == 0x0D && at &+ 2 < text.count && text[at &+ 2] == 0x0A ? 3 : 0
    }
}
