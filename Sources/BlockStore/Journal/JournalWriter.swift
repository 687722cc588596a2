// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A checkpoint comes after as many records, or as many bytes.
package struct CheckpointInterval: Sendable {
    var records = 1 << 16
    var bytes = 128 << 20

    package init(records: Int = 1 << 16) { self.records = records }
}

/// Appends records to a store, one after another, and makes them durable.
///
/// A record is in the file when the call that appends it returns, and so survives the end of the process; it survives
/// the end of power when a later ``sync()`` has returned.
package final class JournalWriter: Sendable {
    struct State {
        /// Where the next record goes.
        var end: Int
        /// The number of the last record.
        var sequence: Int
        /// Nothing was appended since the last sync.
        var endsInSync: Bool
        /// Marks and rewinds since the last checkpoint.
        var events: [StoreEvent]
        /// Bytes and records since the last checkpoint.
        var recent: (bytes: Int, records: Int)
        /// Where the last checkpoint is; nil before the first.
        var checkpoint: StoreHistory.Stop?
        /// Bytes of checkpoints since the last full one, and of that.
        var partial = 0
        var full = 0
        /// The last checkpoint is of another line of history.
        var needsFull: Bool
        var buffer = RecordBuffer()
        /// Programs in the buffer, and where in it.
        var programs: [(record: Record, offset: Int)] = []
        /// Why nothing more is written; nil as long as all went well.
        var failure: String?
    }

    let file: any JournalFile
    let header: StoreHeader
    private let state: Mutex<State>
    /// Up to which byte all is durable.
    private let durable: Mutex<Int>

    let interval: CheckpointInterval

    init(_ history: StoreHistory, interval: CheckpointInterval) {
        self.interval = interval
        file = history.file
        header = history.header
        let last = history.checkpoints.last
        let since = last?.sequence ?? 0
        state = Mutex(
            State(
                end: history.end, sequence: history.head, endsInSync: false, events: history.recentEvents,
                recent: (history.end - (last.map { $0.offset + $0.size } ?? header.description.journal), 0),
                checkpoint: last, needsFull: history.events.contains { $0.kind == .rewind && $0.sequence > since }))
        durable = Mutex(0)
    }

    /// The number of the last record.
    var sequence: Int { state.withLock { $0.sequence } }
    /// Where the last record ends, in bytes.
    var end: Int { state.withLock { $0.end } }
    /// Why nothing more is written; nil as long as all went well.
    var failure: String? { state.withLock { $0.failure } }
    /// Records since the last checkpoint, as far as this writer wrote them.
    var recentRecords: Int { state.withLock { $0.recent.records } }

    /// Appends what `body` puts together, as a whole, with no other thread in it.
    ///
    /// - Parameters:
    ///   - body: puts records into the state's buffer with ``State/add(_:flags:address:time:_:seed:)``.
    ///   - done: told the offset at which the first of them lies, with no other thread in it.
    /// - Throws: ``IOFailure``, and then nothing is appended; ``FlashError`` (`readOnly`) after such a failure.
    func append(
        _ body: (inout State) throws -> Void, done: (_ offset: Int, inout State) throws -> Void = { _, _ in }
    ) throws {
        try state.withLock { state in
            try begin(state)
            let sequence = state.sequence
            state.buffer.removeAll()
            state.programs.removeAll(keepingCapacity: true)
            do {
                try body(&state)
                try write(&state)
            } catch {
                state.sequence = sequence
                throw error
            }
            let start = state.end
            state.end += state.buffer.count
            state.recent.bytes += state.buffer.count
            state.recent.records += state.sequence - sequence
            state.endsInSync = false
            try done(start, &state)
        }
    }

    /// Numbers of records go on behind `sequence`.
    func pass(_ sequence: Int) { state.withLock { $0.sequence = max($0.sequence, sequence) } }

    private func begin(_ state: State) throws {
        guard let failure = state.failure else { return }
        throw FlashError(.readOnly, "\(file.name): is read-only since a write failed: \(failure)")
    }

    private func write(_ state: inout State) throws {
        do {
            try state.buffer.bytes.withUnsafeBytes { try file.write($0, at: state.end) }
        } catch {
            state.failure = (error as? any Diagnostic)?.message ?? "\(error)"
            // What was written of it would be dropped at the next opening too.
            try? file.truncate(to: state.end)
            throw error
        }
    }

    /// Returns when all that was appended before is durable. Callers that wait at one time share one fdatasync.
    func sync() throws {
        var target = 0
        let isThere = try state.withLock { state in
            try begin(state)
            target = state.end
            return state.endsInSync
        }
        if !isThere {
            let known = durable.withLock { $0 }
            try append {
                $0.add(.sync, address: known, seed: header.seed)
            } done: { _, state in
                state.endsInSync = true
                target = state.end
            }
        }
        try durable.withLock { durable in
            guard durable < target else { return }
            let end = end
            do {
                try file.sync()
            } catch {
                // What the kernel has dropped it does not tell twice: nothing can be promised any more.
                state.withLock { $0.failure = (error as? any Diagnostic)?.message ?? "\(error)" }
                throw error
            }
            durable = end
        }
    }

    package static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}

extension JournalWriter.State {
    /// Puts a record behind those that are to be appended.
    mutating func add(
        _ kind: Record.Kind, flags: Record.Flags = [], address: Int, time: UInt64 = JournalWriter.now(),
        _ payload: [UInt8] = [], seed: UInt32
    ) {
        sequence += 1
        buffer.append(
            Record(kind, flags: flags, sequence: sequence, time: time, address: address), seed: seed, payload)
    }
}
