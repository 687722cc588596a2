// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads Intel HEX.
final class IntelHexDialect: AddressedDialect {
    private(set) var understood = 0
    private(set) var tally = FindingTally<RecordFinding>()
    let example = ":10FFF000000102030405060708090A0B0C0D0E0F89"

    /// What records 02 and 04 add to the addresses behind them.
    private var upper = 0
    /// Under a record 02 addresses wrap inside of 64 KiB, under 04 they run on.
    private var isSegmented = false
    private var hasEnded = false
    private var toldOfMore = false
    /// Bytes of data in the longest record.
    private var longest = 0
    private var isCRLF: Bool?
    private var hasSegments = false
    private var hasLinear = false
    /// Data came before any record 02 or 04, as a writer has it that adds them when they are needed.
    private var beganPlain = false
    private var startAddress: Int?

    var style: [FormatSpec.Option] {
        var options: [FormatSpec.Option] = []
        if hasLinear ? !beganPlain : hasSegments {
            options.append(.init(key: "type", value: hasLinear ? "i32" : "i16"))
        }
        if longest > 0, longest != IntelHexEncoder.usualBytes {
            options.append(.init(key: "bytes", value: "\(longest)"))
        }
        if isCRLF == true { options.append(.init(key: "eol", value: "crlf")) }
        if let startAddress { options.append(.init(key: "start", value: ByteCount.hex(startAddress))) }
        return options
    }

    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int {
        isCRLF = isCRLF ?? LineEnd.isCRLF(text)
        guard let base = text.baseAddress, !hasEnded else { return 0 }
        var header: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
        var check: UInt8 = 0
        var at = 0
        while text.count &- at > 11, text[at] == UInt8(ascii: ":") {
            var sum = withUnsafeMutableBytes(of: &header) { room in
                room.baseAddress.map { HexDigits.decode(base + at + 1, count: 4, into: $0) } ?? -1
            }
            let count = Int(header.0)
            let end = at &+ 11 &+ 2 &* count
            guard sum >= 0, header.3 == 0, end < text.count else { break }
            let low = Int(header.1) &<< 8 | Int(header.2)
            guard !isSegmented || low &+ count <= 0x10000, upper &+ low &+ count <= 1 << 32 else { break }
            let ending = LineEnd.length(text, end)
            guard ending > 0 else { break }
            guard let room = try store.room(count &+ 1).baseAddress else { break }
            let dataSum = HexDigits.decode(base + at + 9, count: count, into: room)
            let checkSum = HexDigits.decode(base + end - 2, count: 1, into: &check)
            guard dataSum >= 0, checkSum >= 0 else { break }
            sum &+= dataSum &+ checkSum
            guard sum & 0xFF == 0 else { break }
            try store.keep(count, at: upper &+ low, textOffset: offset &+ at)
            if count > longest { longest = count }
            if !hasLinear, !hasSegments { beganPlain = true }
            understood &+= 1
            at = end &+ ending
        }
        return at
    }

    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        guard let start = line.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        let line = line[start...]
        guard line.first == UInt8(ascii: ":") else {
            return tally.add(.text, .note, at: offset, "a line that is no record is passed over")
        }
        guard let record = IntelHexRecord(line) else {
            return tally.add(
                .malformed, .warning, at: offset, "a record whose length and digits do not agree is left out")
        }
        guard record.isRight else {
            return tally.add(.checksum, .warning, at: offset, "a record whose checksum is wrong is left out")
        }
        understood += 1
        if record.hasMore { tally.add(.text, .note, at: offset, "text behind a record is passed over") }
        if hasEnded, !toldOfMore {
            toldOfMore = true
            tally.add(.end, .warning, at: offset, "records go on behind the end-of-file record")
        }
        try take(record, at: offset, into: store)
    }

    private func take(_ record: IntelHexRecord, at offset: Int, into store: AddressedStore) throws {
        let expected = [1: 0, 2: 2, 3: 4, 4: 2, 5: 4][Int(record.type)]
        if let expected, record.data.count != expected {
            return tally.add(
                .malformed, .warning, at: offset,
                "a record of type \(record.type) has \(record.data.count) bytes, expected \(expected): it is left out")
        }
        switch record.type {
        case 0: try put(record, at: offset, into: store)
        case 1: hasEnded = true
        case 2:
            (upper, isSegmented, hasSegments) = (record.number << 4, true, true)
        case 4:
            (upper, isSegmented, hasLinear) = (record.number << 16, false, true)
        case 3, 5:
            startAddress = record.number
            tally.add(.start, .note, at: offset, "the start address is \(ByteCount.hex(record.number, digits: 8))")
        case 0x0A...0x0E:
            throw FormatError(
                .unsupported, name: "", at: offset,
                "record type \(ByteCount.hex(Int(record.type), digits: 2)): this is a micro:bit Universal Hex",
                hint: "take the file for one board out of it first")
        default:
            tally.add(.unknown, .warning, at: offset, "a record of the unknown type \(record.type) is left out")
        }
    }

    /// Puts data where it belongs, also where the address wraps.
    private func put(_ record: IntelHexRecord, at offset: Int, into store: AddressedStore) throws {
        longest = max(longest, record.data.count)
        if !hasLinear, !hasSegments { beganPlain = true }
        let limit = isSegmented ? 0x10000 : 1 << 32
        let origin = isSegmented ? upper : 0
        let first = isSegmented ? record.address : upper + record.address
        let fits = min(record.data.count, max(0, limit - first))
        if fits < record.data.count {
            tally.add(
                .malformed, .note, at: offset, "a record runs over the end of its addresses and goes on at the first")
        }
        for (part, address) in [(record.data[..<fits], origin + first), (record.data[fits...], origin)] {
            try store.room(part.count).copyBytes(from: part)
            try store.keep(part.count, at: address, textOffset: offset)
        }
    }

    func finish() {
        if !hasEnded, understood > 0 {
            tally.add(.end, .warning, at: nil, "the end-of-file record is missing: the text may be cut")
        }
    }
}
