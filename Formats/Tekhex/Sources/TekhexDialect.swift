// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads Tektronix extended hexadecimal.
final class TekhexDialect: AddressedDialect {
    private(set) var understood = 0
    private(set) var tally = FindingTally<RecordFinding>()
    let example = "%2A6DE80000006B48656C6C6F2C20576F726C64210A"

    private var hasEnded = false
    /// Bytes of data in the longest record.
    private var longest = 0
    private var isCRLF: Bool?
    private var startAddress = 0

    var style: [FormatSpec.Option] {
        var options: [FormatSpec.Option] = []
        if longest > 0, longest != TekhexEncoder.usualBytes {
            options.append(.init(key: "bytes", value: "\(longest)"))
        }
        if isCRLF == true { options.append(.init(key: "eol", value: "crlf")) }
        if startAddress > 0 { options.append(.init(key: "start", value: ByteCount.hex(startAddress))) }
        return options
    }

    /// Records are looked at one by one: their sum is of characters, not of bytes.
    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int {
        isCRLF = isCRLF ?? LineEnd.isCRLF(text)
        return 0
    }

    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        guard let start = line.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        guard line[start] == UInt8(ascii: "%") else {
            return tally.add(.text, .note, at: offset, "a line that is no record is passed over")
        }
        guard let record = TekhexRecord(line[start...]) else {
            return tally.add(
                .malformed, .warning, at: offset, "a record whose length and characters do not agree is left out")
        }
        guard record.isRight else {
            return tally.add(.checksum, .warning, at: offset, "a record whose checksum is wrong is left out")
        }
        understood += 1
        if record.hasMore { tally.add(.text, .note, at: offset, "text behind a record is passed over") }
        if hasEnded { tally.add(.end, .warning, at: offset, "records go on behind the end record") }
        switch record.type {
        case UInt8(ascii: "6"): try put(record, at: offset, into: store)
        case UInt8(ascii: "3"): break
        case UInt8(ascii: "8"):
            hasEnded = true
            startAddress = record.number?.value ?? 0
        default: tally.add(.unknown, .warning, at: offset, "a record of an unknown type is left out")
        }
    }

    private func put(_ record: TekhexRecord, at offset: Int, into store: AddressedStore) throws {
        guard let (address, length) = record.number, (record.body.count - length) % 2 == 0 else {
            return tally.add(
                .malformed, .warning, at: offset, "a record whose address or data does not read is left out")
        }
        let digits = record.body[length...].map { HexDigits.value(of: $0) }
        let room = try store.room(digits.count / 2)
        for i in room.indices {
            guard let high = digits[2 * i], let low = digits[2 * i + 1] else {
                return tally.add(
                    .malformed, .warning, at: offset, "a record whose data does not read as hexadecimal is left out")
            }
            room[i] = UInt8(high << 4 | low)
        }
        longest = max(longest, room.count)
        try store.keep(room.count, at: address, textOffset: offset)
    }

    func finish() {
        if !hasEnded, understood > 0 {
            tally.add(.end, .warning, at: nil, "the end record is missing: the text may be cut")
        }
    }
}
