// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads TI-TXT.
final class TITXTDialect: AddressedDialect {
    private(set) var understood = 0
    private(set) var tally = FindingTally<RecordFinding>()
    let example = "@F000"

    private var stream = HexStream()
    private var hasEnded = false
    private var isCRLF: Bool?

    var style: [FormatSpec.Option] { isCRLF == true ? [.init(key: "eol", value: "crlf")] : [] }

    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int {
        isCRLF = isCRLF ?? LineEnd.isCRLF(text)
        guard understood > 0, !hasEnded else { return 0 }
        return try stream.takeRegular(text, bytesPerLine: TITXTEncoder.bytes, at: offset, into: store)
    }

    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
        guard let first = words.first else { return }
        if hasEnded {
            tally.add(.end, .warning, at: offset, "lines go on behind the final q")
            hasEnded = false
        }
        if first.first == UInt8(ascii: "@") {
            guard words.count == 1, let address = HexDigits.number(first.dropFirst()) else {
                stream.lose()
                return tally.add(.malformed, .warning, at: offset, "an address does not read as hexadecimal")
            }
            understood += 1
            return stream.begin(at: address)
        }
        if words.count == 1, first.count == 1, first.allSatisfy({ $0 | 0x20 == UInt8(ascii: "q") }) {
            hasEnded = true
            // A text of nothing else is one without data.
            if tally.findings.isEmpty { understood += 1 }
            return
        }
        guard understood > 0 else {
            return tally.add(.text, .note, at: offset, "a line before the first address is passed over")
        }
        for word in words {
            guard let doubt = try stream.take(word, at: offset, into: store) else { continue }
            tally.add(.malformed, .warning, at: offset, doubt.message)
        }
    }

    func finish() {
        if !hasEnded, understood > 0 {
            tally.add(.end, .warning, at: nil, "the final q is missing: the text may be cut")
        }
    }

    /// Without blanks at the end.
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.prefix((text.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? text.startIndex - 1) + 1 - text.startIndex)
    }
}
