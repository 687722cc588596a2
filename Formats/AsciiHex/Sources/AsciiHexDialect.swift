// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads ASCII-Hex.
final class AsciiHexDialect: AddressedDialect {
    private(set) var understood = 0
    private(set) var tally = FindingTally<RecordFinding>()
    let example = "^B $A1000,"

    private var stream = HexStream()
    private var place = Place.before
    private var isCRLF: Bool?
    /// Of all bytes taken, modulo 65536; nil when some could not be read.
    private var sum: Int? = 0

    private enum Place { case before, inside, behind }

    var style: [FormatSpec.Option] { isCRLF == true ? [.init(key: "eol", value: "crlf")] : [] }

    /// What may stand behind a byte: space, comma, percent, apostrophe.
    static func isExecution(_ character: UInt8) -> Bool {
        character <= 0x20 && character != 0x03 || [0x2C, 0x25, 0x27].contains(character)
    }

    /// Every byte counts for the checksum, so none is passed by.
    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int {
        isCRLF = isCRLF ?? LineEnd.isCRLF(text)
        return 0
    }

    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        var line = line[...]
        if place == .before {
            guard let start = line.firstIndex(of: 0x02) else {
                return tally.add(.text, .note, at: offset, "a line before STX is passed over")
            }
            place = .inside
            understood += 1
            line = line[(start + 1)...]
        }
        let end = place == .inside ? line.firstIndex(of: 0x03) ?? line.endIndex : line.startIndex
        for word in line[..<end].split(whereSeparator: AsciiHexDialect.isExecution) {
            try take(word, at: offset, into: store)
        }
        guard end < line.endIndex else { return }
        place = .behind
        for word in line[end...].split(whereSeparator: { AsciiHexDialect.isExecution($0) || $0 == 0x03 })
        where word.first == UInt8(ascii: "$") {
            try take(word, at: offset, into: store)
        }
    }

    private func take(
        _ word: Slice<UnsafeRawBufferPointer>, at offset: Int, into store: AddressedStore
    ) throws {
        guard word.first == UInt8(ascii: "$") else {
            let byte = word.count == 2 ? HexDigits.number(word) : nil
            let doubt = try stream.take(word, at: offset, into: store)
            sum = byte.flatMap { byte in sum.map { ($0 + byte) & 0xFFFF } }
            if let doubt { tally.add(.malformed, .warning, at: offset, doubt.message) }
            return
        }
        // A full stop ends a command where the execution character is a comma; a byte may come right behind it.
        let stop = word.firstIndex(of: 0x2E) ?? word.endIndex
        let command = word.dropFirst().first
        let number = HexDigits.number(word[..<stop].dropFirst(2))
        switch (command, number) {
        case (UInt8(ascii: "A"), let number?) where place == .inside:
            understood += 1
            stream.begin(at: number)
        case (UInt8(ascii: "S"), let number?):
            if let sum, sum != number & 0xFFFF {
                tally.add(
                    .checksum, .warning, at: offset,
                    "the sum of all bytes is \(ByteCount.hex(sum, digits: 4)), "
                        + "the text says \(ByteCount.hex(number, digits: 4)): some of them are damaged")
            }
        default:
            if place == .inside { stream.lose() }
            tally.add(.malformed, .warning, at: offset, "a command that is neither address nor checksum is passed over")
        }
        guard stop < word.endIndex else { return }
        let rest = word[word.index(after: stop)...]
        if !rest.isEmpty, place == .inside { try take(rest, at: offset, into: store) }
    }

    func finish() {
        if place == .inside { tally.add(.end, .warning, at: nil, "the final ETX is missing: the text may be cut") }
    }
}
