// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension Checkpoint {
    /// Reads the checkpoint at `offset`.
    ///
    /// - Parameter body: told of each block; nil when only the events are wanted.
    /// - Throws: ``FormatError`` with the offset.
    init(
        _ file: any JournalFile, at offset: Int, header: StoreHeader, end: Int,
        eachBlock body: ((BlockNumber, BlockEntry) -> Void)? = nil
    ) throws {
        let walker = RecordWalker(file, seed: header.seed, from: offset, end: end)
        guard offset >= header.size, case .record(let record, let payload) = try walker.next(),
            record.kind == .checkpoint
        else {
            throw FormatError(.badChecksum, name: file.name, at: offset, "no whole checkpoint is here")
        }
        self.offset = offset
        sequence = record.sequence
        previous = record.address == 0 ? nil : record.address
        isFull = record.flags.contains(.full)
        size = record.frameSize
        guard record.address < offset, isFull || previous != nil else {
            throw FormatError(
                .badValue, name: file.name, at: offset + 24, "the checkpoint before \(record.sequence) is not before it"
            )
        }
        var reader = CheckpointReader(payload, base: offset + Record.headerSize, name: file.name)
        let counts = try reader.counts()
        for _ in 0..<counts.events { events.append(try reader.event()) }
        guard let body else { return }
        let units = header.geometry.pagesPerBlock / header.geometry.unitPages
        for _ in 0..<counts.blocks {
            let (number, entry) = try reader.block(units: units, records: header.size..<offset)
            guard number < header.geometry.blockCount else {
                throw FormatError(
                    .badValue, name: file.name, at: offset, "block \(number), which the chip does not have")
            }
            body(BlockNumber(number), entry)
        }
    }
}

/// A cursor over the payload of a checkpoint: every read is checked, and none copies.
private struct CheckpointReader {
    private let bytes: UnsafeRawBufferPointer
    /// Where the payload begins in the file.
    private let base: Int
    private let name: String
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer, base: Int, name: String) {
        self.bytes = bytes
        self.base = base
        self.name = name
    }

    private func wrong(_ what: String) -> FormatError {
        FormatError(.badValue, name: name, at: base + at, "in a checkpoint: \(what)")
    }

    private mutating func word() throws -> UInt64 {
        guard bytes.count - at >= 8 else { throw wrong("it ends too early") }
        defer { at += 8 }
        return bytes.little(at: at)
    }

    private mutating func number() throws -> Int {
        guard let number = Int(exactly: try word()) else { throw wrong("a number is too large") }
        return number
    }

    mutating func counts() throws -> (events: Int, blocks: Int) {
        let both = try word()
        return (Int(both & 0xFFFF_FFFF), Int(both >> 32))
    }

    mutating func event() throws -> StoreEvent {
        let head = try word()
        let kind = StoreEvent.Kind(rawValue: UInt8(truncatingIfNeeded: head))
        let length = Int(head >> 8 & 0xFF)
        let (sequence, target) = (try number(), try number())
        guard let kind, target < sequence, bytes.count - at >= (length + 7) & ~7 else {
            throw wrong("an event is none")
        }
        defer { at += (length + 7) & ~7 }
        let text = UnsafeRawBufferPointer(rebasing: bytes[at...].prefix(length))
        return StoreEvent(kind: kind, sequence: sequence, target: target, name: String(decoding: text, as: UTF8.self))
    }

    /// - Parameters:
    ///   - units: in a block.
    ///   - records: where records may be.
    mutating func block(units: Int, records: Range<Int>) throws -> (Int, BlockEntry) {
        let (number, erasedAt, rest) = (try number(), try number(), try word())
        let words = Int(rest >> 32)
        guard erasedAt == 0 || records.contains(erasedAt), words == 0 || words == (units + 63) / 64,
            bytes.count - at >= words * 8
        else { throw wrong("block \(number) is none") }
        var entry = BlockEntry(erasedAt: erasedAt, isMarkedBad: rest & 1 != 0)
        let bits = at
        at += words * 8
        for word in 0..<words {
            var left = bytes.little(at: bits + word * 8)
            while left != 0 {
                let index = word * 64 + left.trailingZeroBitCount
                left &= left - 1
                let unit = UnitEntry(rawValue: try self.word())
                guard index < units, records.contains(unit.offset), unit.offset % 8 == 0 else {
                    throw wrong("page \(index) of block \(number) is in no record")
                }
                entry.set(index, unit, units: units)
            }
        }
        return (number, entry)
    }
}
