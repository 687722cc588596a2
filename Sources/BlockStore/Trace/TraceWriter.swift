// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes a trace beside what it is of: buffered, and at each sync in the file.
///
/// What is traced does not wait for it, and does not fail with it: after a write has failed nothing more is recorded, and
/// ``failure`` says so.
public final class TraceWriter: Sendable {
    private struct State {
        var end: Int
        var sequence = 0
        var buffer = RecordBuffer()
        var failure: IOFailure?
        /// Operations in the buffer, and those that will never be in the file.
        var held = 0
        var lost = 0
    }

    private let file: any JournalFile
    private let path: String?
    private let seed: UInt32
    private let state: Mutex<State>

    /// Bytes that are held back at most.
    private static let limit = 256 << 10

    /// Begins a trace.
    ///
    /// - Parameters:
    ///   - path: of a file that is not there.
    ///   - image: the image that the chip is, as a path.
    ///   - filters: between it and here, as `--with` takes them.
    /// - Throws: ``UsageError`` when the file is there, ``IOFailure``.
    public convenience init(path: String, geometry: Geometry, image: String, filters: [String]) throws {
        let file: DiskJournalFile
        do {
            file = try DiskJournalFile(creating: path)
        } catch let error as Errno {
            guard error != .fileExists else {
                throw UsageError("\(path): is already there", hint: "give the trace another name")
            }
            throw IOFailure(.create, errno: error, name: path)
        }
        do {
            try self.init(file, path: path, geometry: geometry, image: image, filters: filters)
        } catch {
            unlink(path)
            throw error
        }
    }

    package init(
        _ file: any JournalFile, path: String? = nil, geometry: Geometry, image: String, filters: [String],
        identity: UInt64 = .random(in: 0 ... .max), created: UInt64 = JournalWriter.now()
    ) throws {
        var description = StoreDescription()
        description.base = image
        description.filters = filters
        var header = StoreHeader(
            .trace, geometry: geometry, description: description, identity: identity, created: created)
        description.journal = header.size + 4096
        header.description = description
        let bytes = header.encoded(reserved: description.journal)
        try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        self.file = file
        self.path = path
        seed = header.seed
        state = Mutex(State(end: bytes.count))
    }

    /// Why nothing more is recorded, and how many operations were not; nil as long as all went well.
    public var failure: (error: IOFailure, lost: Int)? {
        state.withLock { state in state.failure.map { ($0, state.lost) } }
    }

    /// Adds an operation; its number is given here, and its time where it has none.
    ///
    /// - Parameter content: as ``TraceFile/forEach(_:)`` gives it.
    public func append(_ operation: TraceOperation, content: UnsafeRawBufferPointer) {
        let isBlock = operation.kind == .erase || operation.kind == .markBad
        state.withLock { state in
            guard state.failure == nil else {
                state.lost += 1
                return
            }
            state.sequence += 1
            state.held += 1
            let address = operation.pages.lowerBound.rawValue / (isBlock ? max(1, operation.pages.count) : 1)
            let record = Record(
                operation.kind.record, sequence: state.sequence,
                time: operation.time > 0 ? operation.time : JournalWriter.now(), address: address)
            state.buffer.append(record, seed: seed, start: operation.payload, content)
            if operation.kind == .sync || state.buffer.count >= TraceWriter.limit { write(&state) }
        }
    }

    /// Takes the file away again: what was to be recorded did not begin.
    public func discard() { if let path { unlink(path) } }

    /// Puts all that was recorded into the file.
    public func flush() { state.withLock { write(&$0) } }

    private func write(_ state: inout State) {
        guard state.failure == nil, state.buffer.count > 0 else { return }
        do {
            try state.buffer.bytes.withUnsafeBytes { try file.write($0, at: state.end) }
            state.end += state.buffer.count
        } catch {
            state.failure = error as? IOFailure ?? IOFailure(.write, errno: .ioError, name: file.name)
            state.lost += state.held
            try? file.truncate(to: state.end)
        }
        state.buffer.removeAll()
        state.held = 0
    }
}
