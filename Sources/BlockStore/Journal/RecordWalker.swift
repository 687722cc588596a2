// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Reads records one after another, each checked.
final class RecordWalker {
    private let file: any JournalFile
    private let seed: UInt32
    /// Where the next record begins, in bytes from the start of the file.
    private(set) var offset: Int
    /// Where the records end, or the file did when this began.
    let end: Int
    private var room = IOBuffer(count: 1 << 20)
    /// What of the file is in the room.
    private var held = 0..<0

    /// What stands where a record is expected.
    enum Step {
        /// Its payload is valid until the next step.
        case record(Record, payload: UnsafeRawBufferPointer)
        case end
        /// No whole record that its checksum vouches for.
        case broken
    }

    init(_ file: any JournalFile, seed: UInt32, from offset: Int, end: Int) {
        self.file = file
        self.seed = seed
        self.offset = offset
        self.end = end
    }

    /// The record at ``offset``, and steps behind it.
    ///
    /// - Throws: ``IOFailure``.
    func next() throws -> Step {
        guard offset < end else { return .end }
        guard let (record, frame) = try record(at: offset) else { return .broken }
        offset += frame.count
        return .record(record, payload: UnsafeRawBufferPointer(rebasing: frame[32...].prefix(record.length)))
    }

    /// The whole and right record at `offset`, and its frame, valid until the next call; nil when there is none.
    func record(
        at offset: Int, where isWanted: (Record) -> Bool = { _ in true }
    ) throws -> (Record, frame: UnsafeRawBufferPointer)? {
        guard let header = try view(at: offset, count: Record.headerSize), let record = Record(header: header),
            isWanted(record), record.frameSize <= end - offset,
            let frame = try view(at: offset, count: record.frameSize), Record.isIntact(frame, seed: seed)
        else { return nil }
        return (record, frame)
    }

    /// Goes on at `offset`.
    func skip(to offset: Int) { self.offset = offset }

    private func view(at offset: Int, count: Int) throws -> UnsafeRawBufferPointer? {
        guard count <= end - offset else { return nil }
        if offset < held.lowerBound || offset + count > held.upperBound {
            if count > room.bytes.count { room = IOBuffer(count: count) }
            let wanted = UnsafeMutableRawBufferPointer(rebasing: room.bytes[..<min(room.bytes.count, end - offset)])
            held = 0..<0
            held = offset..<(offset + (try file.read(into: wanted, at: offset)))
            guard held.count >= count else { return nil }
        }
        return UnsafeRawBufferPointer(rebasing: room.bytes[(offset - held.lowerBound)...].prefix(count))
    }
}
