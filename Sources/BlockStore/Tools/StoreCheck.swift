// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Looks at every byte of a store.
public struct StoreCheck {
    /// Bytes that are not what was written.
    public struct Damage: Sendable, Hashable {
        /// In bytes from the start of the file.
        public var offset: Int
        public var size: Int
        /// Numbers of the records that are lost there.
        public var sequences: ClosedRange<Int>
    }

    /// By their names in the log.
    public private(set) var counts: [Record.Kind: Int] = [:]
    public private(set) var damages: [Damage] = []
    /// An end that was cut short; nil where the file ends with a whole record.
    public private(set) var tail: StoreTail?
    /// The number of the last good record.
    public private(set) var head = 0
    /// Bytes of the file.
    public let size: Int

    /// - Throws: ``StoreError``, ``FormatError`` with an offset for a header that makes no sense, ``IOFailure``.
    public init(_ source: any ByteSource) throws {
        let file = ReadOnlyJournalFile(source: source)
        let header = try StoreHeader(file)
        size = source.size
        guard header.description.journal >= header.size, header.description.journal <= size else {
            throw FormatError(
                .truncated, name: file.name, at: size,
                "ends before its journal begins, at \(ByteCount.hex(header.description.journal))")
        }
        let walker = RecordWalker(file, seed: header.seed, from: header.size, end: size)
        if header.description.contained == nil { walker.skip(to: header.description.journal) }
        while try step(walker) {}
    }

    private mutating func step(_ walker: RecordWalker) throws -> Bool {
        let offset = walker.offset
        switch try walker.next() {
        case .end: return false
        case .record(let record, _):
            counts[record.kind, default: 0] += 1
            if !record.kind.isBase { head = record.sequence }
            return true
        case .broken:
            try Interruption.check()
            let tail = try StoreTail(walker, last: head)
            guard let next = try following(walker, offset) else {
                self.tail = tail
                return false
            }
            let last = max(head + 1, next.sequence - 1)
            damages.append(Damage(offset: offset, size: next.offset - offset, sequences: (head + 1)...last))
            walker.skip(to: next.offset)
            return true
        }
    }

    /// The next good record behind `offset`.
    private func following(_ walker: RecordWalker, _ offset: Int) throws -> (offset: Int, sequence: Int)? {
        var place = offset + 8
        while place + Record.headerSize <= walker.end {
            if let (record, _) = try walker.record(at: place, where: { $0.sequence > head || $0.kind.isBase }) {
                return (place, record.sequence)
            }
            place += 8
        }
        return nil
    }
}
