// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes Intel HEX; a record never runs over a multiple of 64 KiB.
struct IntelHexEncoder: LineEncoder {
    /// Bytes of data a record has by default, as most tools write it.
    static let usualBytes = 16

    private let kind: Kind
    private let bytes: Int
    private let ending: [UInt8]
    private let start: Int?
    /// The upper part of the address that holds for the next record; nil before the first.
    private var upper: Int?

    private enum Kind { case auto, i8, i16, i32 }

    /// - Throws: ``UsageError``.
    init(_ options: OptionReader) throws {
        kind = try options.choice("type", ["auto": .auto, "i8": .i8, "i16": .i16, "i32": .i32]) ?? .auto
        bytes = try AddressedOptions.lineLength(options, 1...255, usual: IntelHexEncoder.usualBytes)
        ending = try AddressedOptions.lineEnd(options)
        start = try options.size("start")
        if let start, start > 0xFFFF_FFFF || kind == .i8 {
            throw UsageError("ihex: start=\(ByteCount.hex(start)): expected 32 bits at most, and not with type=i8")
        }
        // Only these two say nothing for addresses from 0 on.
        upper = kind == .auto || kind == .i8 ? 0 : nil
    }

    var maxLine: Int { 11 + 2 * bytes + 2 + 17 }

    mutating func begin() -> [UInt8] { [] }

    func lineLength(at address: Int) -> Int { min(bytes, 0x10000 - address & 0xFFFF) }

    mutating func encode(
        _ data: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int) {
        guard let from = data.baseAddress, let to = text.baseAddress else { return (0, 0) }
        var done = 0
        var out = 0
        while done < data.count, text.count &- out >= maxLine {
            let at = address &+ done
            let full = lineLength(at: at)
            let n = min(full, data.count &- done)
            guard n == full || isLast else { break }
            if at &>> 16 != upper { out += try putUpper(at, UnsafeMutableRawBufferPointer(rebasing: text[out...])) }
            text[out] = UInt8(ascii: ":")
            let header: (UInt8, UInt8, UInt8, UInt8) = (
                UInt8(truncatingIfNeeded: n), UInt8(truncatingIfNeeded: at &>> 8), UInt8(truncatingIfNeeded: at), 0
            )
            var sum = withUnsafeBytes(of: header) { bytes in
                bytes.baseAddress.map { HexDigits.encode($0, count: 4, into: to + out + 1) } ?? 0
            }
            sum &+= HexDigits.encode(from + done, count: n, into: to + out + 9)
            var check = UInt8(truncatingIfNeeded: 0 &- sum)
            out &+= 9 &+ 2 &* n
            _ = HexDigits.encode(&check, count: 1, into: to + out)
            out &+= 2
            for character in ending {
                text[out] = character
                out &+= 1
            }
            done &+= n
        }
        return (done, out)
    }

    /// Writes the record for the upper part of `address`.
    ///
    /// - Returns: bytes of text.
    private mutating func putUpper(_ address: Int, _ text: UnsafeMutableRawBufferPointer) throws -> Int {
        let limit = kind == .i8 ? 1 << 16 : kind == .i16 ? 1 << 20 : 1 << 32
        guard address < limit else {
            throw FormatError(
                .unsupported,
                "address \(ByteCount.hex(address)) is more than Intel HEX "
                    + (limit == 1 << 32 ? "has" : "of this type has"),
                hint: limit == 1 << 32 ? "give a lower base=" : "take type=i32")
        }
        upper = address >> 16
        let isSegment = kind == .i16
        let value = isSegment ? address >> 4 & 0xF000 : address >> 16
        let record = IntelHexEncoder.record(isSegment ? 2 : 4, [UInt8(value >> 8), UInt8(value & 0xFF)]) + ending
        text.copyBytes(from: record)
        return record.count
    }

    mutating func end() throws -> [UInt8] {
        var text: [UInt8] = []
        if let start {
            let bytes = (0..<4).map { UInt8(start >> (24 - 8 * $0) & 0xFF) }
            text += IntelHexEncoder.record(kind == .i16 ? 3 : 5, bytes) + ending
        }
        return text + IntelHexEncoder.record(1, []) + ending
    }

    /// A record at address 0, without the end of its line.
    private static func record(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
        let bytes = [UInt8(data.count), 0, 0, type] + data
        let all = bytes + [0 &- bytes.reduce(0, &+)]
        return [UInt8(ascii: ":")] + HexDigits.text(all)
    }
}
