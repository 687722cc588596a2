// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes Verilog memory text; a word is known as a whole, or it cannot be written.
struct VerilogEncoder: LineEncoder {
    private let wordBytes: Int
    private let isReversed: Bool
    private let hasAddressedLines: Bool
    private let ending: [UInt8]
    /// The address that a word without one would have, in bytes.
    private var next = -1

    init(wordBytes: Int, isReversed: Bool, hasAddressedLines: Bool, ending: [UInt8]) {
        self.wordBytes = wordBytes
        self.isReversed = isReversed
        self.hasAddressedLines = hasAddressedLines
        self.ending = ending
    }

    private static let bytes = 16

    var maxLine: Int { 3 * VerilogEncoder.bytes + 2 + 20 }

    mutating func begin() -> [UInt8] { [] }

    func lineLength(at address: Int) -> Int { VerilogEncoder.bytes - address % wordBytes }

    mutating func encode(
        _ data: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int) {
        guard let from = data.baseAddress, let to = text.baseAddress else { return (0, 0) }
        var done = 0
        var out = 0
        func put(_ characters: [UInt8]) {
            for character in characters {
                text[out] = character
                out += 1
            }
        }
        while done < data.count, text.count - out >= maxLine {
            let at = address + done
            let full = lineLength(at: at)
            let n = min(full, data.count - done)
            guard n == full || isLast else { break }
            guard at % wordBytes == 0, n % wordBytes == 0 else {
                throw FormatError(
                    .unsupported,
                    "what is known at \(ByteCount.hex(at)) begins or ends inside of a word of \(8 * wordBytes) bits",
                    hint: "take width=8")
            }
            if hasAddressedLines || at != next {
                put([UInt8(ascii: "@")] + HexDigits.text(at / wordBytes, digits: 8))
                put(hasAddressedLines ? [0x20] : ending)
            }
            if wordBytes == 1 {
                _ = HexDigits.encodeSpaced(from + done, count: n, into: to + out)
                out += 3 * n - 1
            } else {
                for start in stride(from: done, to: done + n, by: wordBytes) {
                    if start > done { put([0x20]) }
                    let word = data[start..<(start + wordBytes)]
                    put(HexDigits.text(isReversed ? Array(word.reversed()) : Array(word)))
                }
            }
            put(ending)
            done += n
            next = address + done
        }
        return (done, out)
    }

    mutating func end() throws -> [UInt8] { [] }
}
