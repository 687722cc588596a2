// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// What a store has been through: its checkpoints, marks and rewinds, and where it ends.
struct StoreHistory: Sendable {
    struct Stop: Sendable, Hashable {
        var offset: Int
        var sequence: Int
        var isFull: Bool
        var size: Int
    }

    let header: StoreHeader
    let file: any JournalFile
    /// Ascending.
    private(set) var checkpoints: [Stop] = []
    /// Ascending.
    private(set) var events: [StoreEvent] = []
    /// The number of the last record.
    private(set) var head = 0
    /// Where the last record ends, in bytes.
    private(set) var end: Int
    /// What stands behind it.
    private(set) var tail: StoreTail?
    /// Events behind the last checkpoint.
    private(set) var recentEvents: [StoreEvent] = []
    /// Whether the last record is a sync.
    private(set) var endsInSync = false

    /// Reads what the last checkpoints say, and each record behind them.
    ///
    /// - Throws: ``FormatError`` with the offset, ``StoreError``, ``IOFailure``.
    init(_ file: any JournalFile) throws {
        self.file = file
        header = try StoreHeader(file)
        end = header.description.journal
        let size = try file.size()
        guard end >= header.size, end % 8 == 0, end <= size else {
            throw FormatError(
                .truncated, name: file.name, at: size, "ends before its journal begins, at \(ByteCount.hex(end))")
        }
        for slot in try CheckpointSlot.all(file, seed: header.seed) {
            // A hint that does not hold: the older one, or the start, does as well.
            if (try? take(slot, size)) != nil { break }
        }
        let walker = RecordWalker(file, seed: header.seed, from: end, end: size)
        try walk(walker)
    }

    private mutating func take(_ slot: CheckpointSlot, _ size: Int) throws {
        var stops: [Stop] = []
        var found: [[StoreEvent]] = []
        var next: Int? = slot.offset
        while let offset = next {
            let point = try Checkpoint(file, at: offset, header: header, end: size)
            stops.append(
                Stop(offset: offset, sequence: point.sequence, isFull: point.isFull, size: point.size))
            found.append(point.events)
            next = point.previous
        }
        let (all, newest) = (Array(found.reversed().joined()), stops[0])
        guard zip(stops, stops.dropFirst()).allSatisfy({ $0.sequence > $1.sequence }),
            zip(all, all.dropFirst()).allSatisfy({ $0.sequence < $1.sequence })
        else { throw FormatError(.badValue, name: file.name, at: slot.offset, "checkpoints out of order") }
        checkpoints = stops.reversed()
        events = all
        head = newest.sequence
        end = newest.offset + newest.size
    }

    private mutating func walk(_ walker: RecordWalker) throws {
        while true {
            switch try walker.next() {
            case .end: return
            case .broken:
                tail = try StoreTail(walker, last: head)
                return
            case .record(let record, let payload):
                guard record.sequence > head, !record.kind.isBase else {
                    throw FormatError(
                        .badValue, name: file.name, at: end, field: "the record's number", expected: "\(head + 1)",
                        found: "\(record.sequence)")
                }
                if record.kind == .checkpoint {
                    checkpoints.append(
                        Stop(
                            offset: end, sequence: record.sequence, isFull: record.flags.contains(.full),
                            size: record.frameSize))
                    recentEvents = []
                }
                if let event = StoreEvent(record, payload: payload) {
                    guard event.target < event.sequence else {
                        throw FormatError(
                            .badValue, name: file.name, at: end, "record \(event.sequence) is of a later one")
                    }
                    events.append(event)
                    recentEvents.append(event)
                }
                endsInSync = record.kind == .sync
                head = record.sequence
                end = walker.offset
            }
        }
    }
}

extension StoreHistory {
    /// Marks in the order they were made; of two with one name the later counts.
    var marks: [StoreEvent] { events.filter { $0.kind == .mark } }

    /// The last rewind up to record `sequence`.
    func lastRewind(upTo sequence: Int) -> StoreEvent? {
        events.last { $0.kind == .rewind && $0.sequence <= sequence }
    }

    /// Which records hold what the pages held after record `point`.
    ///
    /// - Throws: ``FormatError`` with the offset of a record that is not what it was.
    func index(at point: Int) throws -> PageIndex {
        // From the end back: each rewind says where what was before it goes on.
        var stretches: [(from: Int, to: Int)] = []
        var (start, point): (Stop?, Int) = (nil, point)
        while true {
            let rewind = lastRewind(upTo: point)
            let near = checkpoints.last { $0.sequence <= point }
            if let near, near.sequence >= rewind?.sequence ?? 0 {
                start = near
                stretches.append((near.sequence, point))
                break
            }
            stretches.append((rewind?.sequence ?? 0, point))
            guard let rewind else { break }
            point = rewind.target
        }
        let index = PageIndex(geometry: header.geometry)
        if let start { try load(start, into: index) }
        index.settle()
        for stretch in stretches.reversed() { try replay(stretch.from, stretch.to, into: index) }
        return index
    }

    /// What the checkpoint says, and those before it back to a full one.
    private func load(_ stop: Stop, into index: PageIndex) throws {
        var seen: Set<BlockNumber> = []
        guard var i = checkpoints.firstIndex(of: stop) else { return }
        while true {
            let point = try Checkpoint(file, at: checkpoints[i].offset, header: header, end: end) { block, entry in
                if seen.insert(block).inserted { index.change(block) { $0 = entry } }
            }
            if point.isFull || i == 0 { return }
            i -= 1
        }
    }

    /// Does again what the records from `first` (not itself) to `last` did.
    private func replay(_ first: Int, _ last: Int, into index: PageIndex) throws {
        guard first < last else { return }
        let before = checkpoints.last { $0.sequence <= first }
        let walker = walker(from: before.map { $0.offset + $0.size } ?? header.description.journal)
        var done = before?.sequence ?? 0
        while true {
            let offset = walker.offset
            switch try walker.next() {
            case .end: return
            case .broken: throw damaged(offset, sequence: done + 1)
            case .record(let record, _):
                if record.sequence > last { return }
                if record.sequence > first { try index.apply(record, at: offset, name: file.name) }
                done = record.sequence
            }
        }
    }

    /// Over the good records from `offset` on, which is where one begins.
    func walker(from offset: Int) -> RecordWalker { RecordWalker(file, seed: header.seed, from: offset, end: end) }

    /// - Parameter sequence: of the record that is expected there.
    func damaged(_ offset: Int, sequence: Int) -> StoreError {
        StoreError(
            .damaged,
            "\(file.name): record \(sequence) at file offset \(ByteCount.hex(offset)) is damaged: its checksum is wrong",
            hint: "`museimg store check \(file.name)` lists what is; states before it can be read")
    }
}
