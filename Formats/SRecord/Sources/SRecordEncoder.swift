// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes S-records, all of one type.
struct SRecordEncoder: LineEncoder {
    /// Bytes of data a record has by default.
    static let usualBytes = 16

    /// 1, 2 or 3.
    private let type: Int
    private let bytes: Int
    private let ending: [UInt8]
    private let header: [UInt8]?
    private let counts: Bool
    private let start: Int?
    private var records = 0

    /// - Parameter end: the address behind the chip.
    /// - Throws: ``UsageError``.
    init(_ options: OptionReader, end: Int) throws {
        let fewest = end <= 1 << 16 ? 1 : end <= 1 << 24 ? 2 : 3
        type = try options.choice("type", ["auto": fewest, "s1": 1, "s2": 2, "s3": 3]) ?? fewest
        bytes = try AddressedOptions.lineLength(options, 1...250, usual: SRecordEncoder.usualBytes)
        ending = try AddressedOptions.lineEnd(options)
        header = options.string("header").map { Array($0.utf8) }
        counts = try options.flag("count") ?? false
        start = options.string("start") == "none" ? nil : try options.size("start") ?? 0
        guard (header?.count ?? 0) <= 252 else { throw UsageError("srec: header=: more than 252 bytes") }
        if let start, start >= 1 << (8 * (type + 1)) {
            throw UsageError("srec: start=\(ByteCount.hex(start)): s\(type) has \(8 * (type + 1)) bits of address")
        }
    }

    var maxLine: Int { 2 * (bytes + 7) + 2 }

    mutating func begin() -> [UInt8] { header.map { SRecordEncoder.record(0, [0, 0] + $0) + ending } ?? [] }

    func lineLength(at address: Int) -> Int { bytes }

    mutating func encode(
        _ data: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int) {
        guard let from = data.baseAddress, let to = text.baseAddress else { return (0, 0) }
        let width = type &+ 1
        guard address + data.count <= 1 << (8 * width) else {
            throw FormatError(
                .unsupported, "address \(ByteCount.hex(address + data.count - 1)) is more than an S\(type) record has",
                hint: type == 3 ? "give a lower base=" : "take type=s3")
        }
        var header: (UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0)
        var done = 0
        var out = 0
        while done < data.count, text.count &- out >= maxLine {
            let n = min(bytes, data.count &- done)
            guard n == bytes || isLast else { break }
            text[out] = UInt8(ascii: "S")
            text[out &+ 1] = UInt8(truncatingIfNeeded: 0x30 &+ type)
            // The address to the left, so that its first bytes are those that the type has.
            let at = UInt32(truncatingIfNeeded: (address &+ done) &<< (8 &* (4 &- width)))
            header = (
                UInt8(truncatingIfNeeded: n &+ width &+ 1), UInt8(at &>> 24), UInt8(at &>> 16 & 0xFF),
                UInt8(at &>> 8 & 0xFF), UInt8(at & 0xFF)
            )
            var sum = withUnsafeBytes(of: header) { bytes in
                bytes.baseAddress.map { HexDigits.encode($0, count: 1 &+ width, into: to + out + 2) } ?? 0
            }
            out &+= 4 &+ 2 &* width
            sum &+= HexDigits.encode(from + done, count: n, into: to + out)
            out &+= 2 &* n
            var check = ~UInt8(truncatingIfNeeded: sum)
            _ = HexDigits.encode(&check, count: 1, into: to + out)
            out &+= 2
            for character in ending {
                text[out] = character
                out &+= 1
            }
            records &+= 1
            done &+= n
        }
        return (done, out)
    }

    mutating func end() throws -> [UInt8] {
        var text: [UInt8] = []
        if counts, records < 1 << 24 {
            let isShort = records < 1 << 16
            text += SRecordEncoder.record(isShort ? 5 : 6, SRecordEncoder.number(records, isShort ? 2 : 3)) + ending
        }
        if let start { text += SRecordEncoder.record(10 - type, SRecordEncoder.number(start, type + 1)) + ending }
        return text
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(value >> (8 * (bytes - 1 - $0)) & 0xFF) }
    }

    /// A record, without the end of its line.
    ///
    /// - Parameter content: address and data.
    private static func record(_ type: Int, _ content: [UInt8]) -> [UInt8] {
        let bytes = [UInt8(content.count + 1)] + content
        return Array("S\(type)".utf8) + HexDigits.text(bytes + [~bytes.reduce(0, &+)])
    }
}
