// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads S-records.
final class SRecordDialect: AddressedDialect {
    private(set) var understood = 0
    private(set) var tally = FindingTally<RecordFinding>()
    let example = "S1130000000102030405060708090A0B0C0D0E0F74"

    private var dataRecords = 0
    private var hasEnded = false
    private var toldOfMore = false
    /// Of the first record of data.
    private var type: Int?
    /// Bytes of data in the longest record.
    private var longest = 0
    private var isCRLF: Bool?
    private var header: [UInt8]?
    private var hasCount = false
    private var startAddress: Int?

    var style: [FormatSpec.Option] {
        var options: [FormatSpec.Option] = []
        if let type { options.append(.init(key: "type", value: "s\(type)")) }
        if longest > 0, longest != SRecordEncoder.usualBytes {
            options.append(.init(key: "bytes", value: "\(longest)"))
        }
        if isCRLF == true { options.append(.init(key: "eol", value: "crlf")) }
        if let header, header.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            options.append(.init(key: "header", value: String(decoding: header, as: UTF8.self)))
        }
        if hasCount { options.append(.init(key: "count", value: "yes")) }
        options.append(.init(key: "start", value: startAddress.map { ByteCount.hex($0) } ?? "none"))
        return options
    }

    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int {
        isCRLF = isCRLF ?? LineEnd.isCRLF(text)
        guard let base = text.baseAddress, !hasEnded else { return 0 }
        var header: (UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0)
        var check: UInt8 = 0
        var at = 0
        while text.count &- at > 14, text[at] == UInt8(ascii: "S") {
            let type = Int(text[at &+ 1]) &- 0x30
            guard type >= 1, type <= 3 else { break }
            // The count and the bytes of the address, of which a type has one more than the one before.
            let width = type &+ 1
            var sum = withUnsafeMutableBytes(of: &header) { room in
                room.baseAddress.map { HexDigits.decode(base + at + 2, count: 1 &+ width, into: $0) } ?? -1
            }
            let count = Int(header.0) &- width &- 1
            guard sum >= 0, count >= 0 else { break }
            let end = at &+ 4 &+ 2 &* Int(header.0)
            guard end < text.count else { break }
            let ending = LineEnd.length(text, end)
            guard ending > 0 else { break }
            var address = Int(header.1) &<< 8 | Int(header.2)
            if type >= 2 { address = address &<< 8 | Int(header.3) }
            if type == 3 { address = address &<< 8 | Int(header.4) }
            guard address &+ count <= 1 << 32, let room = try store.room(count &+ 1).baseAddress else { break }
            let dataSum = HexDigits.decode(base + at + 4 + 2 * width, count: count, into: room)
            let checkSum = HexDigits.decode(base + end - 2, count: 1, into: &check)
            guard dataSum >= 0, checkSum >= 0 else { break }
            sum &+= dataSum &+ checkSum
            guard sum & 0xFF == 0xFF else { break }
            try store.keep(count, at: address, textOffset: offset &+ at)
            if self.type == nil { self.type = type }
            if count > longest { longest = count }
            understood &+= 1
            dataRecords &+= 1
            at = end &+ ending
        }
        return at
    }

    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        guard let start = line.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        let line = line[start...]
        guard line.first == UInt8(ascii: "S"), line.count > 1, (0x30...0x39).contains(line[start + 1]) else {
            return tally.add(.text, .note, at: offset, "a line that is no record is passed over")
        }
        guard let record = SRecord(line) else {
            return tally.add(
                .malformed, .warning, at: offset, "a record whose count and digits do not agree is left out")
        }
        guard record.isRight else {
            return tally.add(.checksum, .warning, at: offset, "a record whose checksum is wrong is left out")
        }
        understood += 1
        if record.hasMore { tally.add(.text, .note, at: offset, "text behind a record is passed over") }
        if hasEnded, !toldOfMore {
            toldOfMore = true
            tally.add(.end, .warning, at: offset, "records go on behind the end record")
        }
        try take(record, at: offset, into: store)
    }

    private func take(_ record: SRecord, at offset: Int, into store: AddressedStore) throws {
        switch record.type {
        case 0: header = header ?? record.data
        case 1, 2, 3:
            dataRecords += 1
            type = type ?? record.type
            longest = max(longest, record.data.count)
            let fits = min(record.data.count, 1 << 32 - record.address)
            for (part, address) in [(record.data[..<fits], record.address), (record.data[fits...], 0)] {
                try store.room(part.count).copyBytes(from: part)
                try store.keep(part.count, at: address, textOffset: offset)
            }
        case 5, 6:
            hasCount = true
            let mask = record.type == 5 ? 0xFFFF : 0xFF_FFFF
            if record.address != dataRecords & mask {
                tally.add(
                    .count, .warning, at: offset,
                    "\(record.address) records of data are counted here, and there are \(dataRecords): some are lost")
            }
        default:
            hasEnded = true
            startAddress = record.address
            if record.address != 0 {
                tally.add(.start, .note, at: offset, "the start address is \(ByteCount.hex(record.address, digits: 8))")
            }
        }
    }

    /// No end record is as usual as one.
    func finish() {}
}
