// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes TI-TXT.
struct TITXTEncoder: LineEncoder {
    /// Bytes of a full line.
    static let bytes = 16

    let ending: [UInt8]
    /// The address that a line without one would have.
    private var next = -1

    init(ending: [UInt8]) { self.ending = ending }

    var maxLine: Int { 3 * TITXTEncoder.bytes + 2 + 20 }

    mutating func begin() -> [UInt8] { [] }

    func lineLength(at address: Int) -> Int { TITXTEncoder.bytes }

    mutating func encode(
        _ data: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int) {
        guard let from = data.baseAddress, let to = text.baseAddress else { return (0, 0) }
        var done = 0
        var out = 0
        while done < data.count, text.count - out >= maxLine {
            let n = min(TITXTEncoder.bytes, data.count - done)
            guard n == TITXTEncoder.bytes || isLast else { break }
            if address + done != next {
                // Two digits for each byte of the address, and no fewer than the 16 bits of the first chips.
                let digits = address + done < 1 << 16 ? 4 : address + done < 1 << 24 ? 6 : 8
                for character in [UInt8(ascii: "@")] + HexDigits.text(address + done, digits: digits) + ending {
                    text[out] = character
                    out += 1
                }
            }
            _ = HexDigits.encodeSpaced(from + done, count: n, into: to + out)
            out += 3 * n - 1
            for character in ending {
                text[out] = character
                out += 1
            }
            done += n
            next = address + done
        }
        return (done, out)
    }

    mutating func end() throws -> [UInt8] { [UInt8(ascii: "q")] + ending }
}
