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

    /// Says that the text is at its end.
    func finish()

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
    case checksum, malformed, unknown, conflict, base, count, end, text, repeats, start
}

extension AddressedDialect {
    /// Reads a text from end to end, once.
    ///
    /// - Throws: ``FormatError`` (`tooLarge`, `badMagic`), ``IOFailure``, ``Interrupted``.
    func read(_ source: any ByteSource, limits: ExpansionLimits) throws -> AddressedStore {
        let store = try AddressedStore(name: source.name, maxBytes: limits.maxBytes)
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
        finish()
        try store.finish()
        return store
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
