// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes Tektronix extended hexadecimal with addresses of eight digits, as srec_cat does.
struct TekhexEncoder: LineEncoder {
    static let usualBytes = 32

    private let bytes: Int
    private let ending: [UInt8]
    private let start: Int

    /// - Throws: ``UsageError``.
    init(_ options: OptionReader) throws {
        // A length of two digits counts everything but the percent sign.
        bytes = try AddressedOptions.lineLength(options, 1...110, usual: TekhexEncoder.usualBytes)
        ending = try AddressedOptions.lineEnd(options)
        start = try options.size("start") ?? 0
        guard start < 1 << 32 else { throw UsageError("tekhex: start=\(ByteCount.hex(start)): more than 32 bits") }
    }

    var maxLine: Int { 2 * bytes + 17 }

    mutating func begin() -> [UInt8] { [] }

    func lineLength(at address: Int) -> Int { bytes }

    mutating func encode(
        _ data: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int) {
        guard address + data.count <= 1 << 32 else {
            throw FormatError(
                .unsupported, "address \(ByteCount.hex(address + data.count - 1)) is more than eight digits",
                hint: "give a lower base=")
        }
        var done = 0
        var out = 0
        while done < data.count, text.count - out >= maxLine {
            let n = min(bytes, data.count - done)
            guard n == bytes || isLast else { break }
            let line = TekhexEncoder.record("6", address + done, data[done..<(done + n)]) + ending
            UnsafeMutableRawBufferPointer(rebasing: text[out...]).copyBytes(from: line)
            out += line.count
            done += n
        }
        return (done, out)
    }

    mutating func end() throws -> [UInt8] { TekhexEncoder.record("8", start, []) + ending }

    private static func record(_ type: Character, _ address: Int, _ data: some Collection<UInt8>) -> [UInt8] {
        let body = [UInt8(ascii: "8")] + HexDigits.text(address, digits: 8) + HexDigits.text(data)
        let head =
            HexDigits.text(TekhexRecord.headLength + body.count, digits: 2) + (type.asciiValue.map { [$0] } ?? [])
        let sum = (head + body).reduce(0) { $0 + TekhexRecord.weight($1) }
        return [UInt8(ascii: "%")] + head + HexDigits.text(sum & 0xFF, digits: 2) + body
    }
}
