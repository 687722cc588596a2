// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes ASCII-Hex as srec_cat does: spaces, 16 bytes a line, the checksum behind ETX.
struct AsciiHexEncoder: LineEncoder {
    private static let bytes = 16

    let ending: [UInt8]
    /// The address that a line without one would have.
    private var next = -1
    private var sum = 0

    init(ending: [UInt8]) { self.ending = ending }

    var maxLine: Int { 3 * AsciiHexEncoder.bytes + 4 + 20 }

    mutating func begin() -> [UInt8] { [0x02, 0x20] }

    func lineLength(at address: Int) -> Int { AsciiHexEncoder.bytes }

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
            let n = min(AsciiHexEncoder.bytes, data.count - done)
            guard n == AsciiHexEncoder.bytes || isLast else { break }
            let at = address + done
            let isNext = at == next
            // A line ends when it is known whether another follows: the last one ends in a space and ETX.
            if next >= 0 { put((isNext ? [] : [0x20]) + ending) }
            if !isNext {
                let digits = at < 1 << 16 ? 4 : at < 1 << 24 ? 6 : 8
                put(Array("$A".utf8) + HexDigits.text(at, digits: digits) + [0x2C] + ending)
            }
            sum += HexDigits.encodeSpaced(from + done, count: n, into: to + out)
            out += 3 * n - 1
            done += n
            next = address + done
        }
        return (done, out)
    }

    mutating func end() throws -> [UInt8] {
        [0x20, 0x03] + ending + Array("$S".utf8) + HexDigits.text(sum & 0xFFFF, digits: 4) + [0x2C] + ending
    }
}
