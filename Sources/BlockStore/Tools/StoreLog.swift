// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// What was done to a store, operations of one kind that follow each other told as one.
public struct StoreLog {
    /// Records that follow each other.
    public struct Entry: Sendable, Hashable {
        public var kind: Record.Kind
        /// Numbers of the first and the last record.
        public var sequences: ClosedRange<Int>
        /// Of the last record; nanoseconds since 1970, UTC.
        public var time: UInt64
        /// Of a program: the pages, one behind the other; of erase and mark bad, blocks.
        public var places: ClosedRange<Int>
        /// A mark's name; what a fault was.
        public var text: String
    }

    public let geometry: Geometry
    /// Marks, with the records they name.
    public let marks: [StoreEvent]
    /// The number of the last record.
    public let head: Int
    /// What stands behind the last good record; nil for nothing.
    public let tail: StoreTail?
    private let history: StoreHistory

    /// - Throws: ``StoreError``, ``FormatError`` with an offset, ``IOFailure``.
    public init(_ source: any ByteSource) throws {
        history = try StoreHistory(ReadOnlyJournalFile(source: source))
        geometry = history.header.geometry
        marks = history.marks
        head = history.head
        tail = history.tail
    }

    /// Calls `body` with the entries, the last one first, until it has had enough.
    ///
    /// - Parameter body: returns false for no more.
    /// - Throws: ``StoreError`` (`damaged`), ``IOFailure``, and what `body` throws.
    public func backwards(_ body: (Entry) throws -> Bool) throws {
        // A stretch between checkpoints at a time, so that memory does not grow with the journal.
        var ends = history.checkpoints.map { $0.offset + $0.size }
        ends.insert(history.header.description.journal, at: 0)
        var end = history.end
        for start in ends.reversed() {
            for entry in try entries(from: start, to: end).reversed() where try !body(entry) { return }
            end = start
        }
    }

    private func entries(from start: Int, to end: Int) throws -> [Entry] {
        let walker = RecordWalker(history.file, seed: history.header.seed, from: start, end: end)
        var entries: [Entry] = []
        var last = history.checkpoints.last { $0.offset < start }?.sequence ?? 0
        while true {
            let offset = walker.offset
            switch try walker.next() {
            case .end: return entries
            case .broken: throw history.damaged(offset, sequence: last + 1)
            case .record(let record, let payload):
                guard record.sequence > last else {
                    throw FormatError(
                        .badValue, name: history.file.name, at: offset,
                        "record \(record.sequence) is behind \(last)")
                }
                try record.checkPlace(in: geometry, at: offset, name: history.file.name)
                last = record.sequence
                guard record.kind != .checkpoint, !record.kind.isBase else { continue }
                let entry = entry(record, payload)
                if let joined = entries.last?.joined(with: entry) {
                    entries[entries.count - 1] = joined
                } else {
                    entries.append(entry)
                }
            }
        }
    }

    private func entry(_ record: Record, _ payload: UnsafeRawBufferPointer) -> Entry {
        var places = record.address...record.address
        if record.kind == .program {
            let bits = record.length - (record.flags.contains(.continued) ? 8 : 0)
            places = record.address...(record.address + max(1, bits / geometry.rawPageSize) - 1)
        }
        let hasText = [.mark, .fault, .powerLoss].contains(record.kind)
        return Entry(
            kind: record.kind, sequences: record.sequence...record.sequence, time: record.time, places: places,
            text: hasText ? String(decoding: payload, as: UTF8.self) : "")
    }
}

extension StoreLog.Entry {
    /// Both as one; nil when they are of different kinds, or have something between them.
    fileprivate func joined(with next: Self) -> Self? {
        guard kind == next.kind, [.program, .erase, .markBad, .sync].contains(kind),
            kind == .sync || next.places.lowerBound == places.upperBound + 1
        else { return nil }
        var joined = next
        joined.sequences = sequences.lowerBound...next.sequences.upperBound
        if kind != .sync { joined.places = places.lowerBound...next.places.upperBound }
        return joined
    }
}
