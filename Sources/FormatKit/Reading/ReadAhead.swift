// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// Reads a range of pages in order like ``PageChunks``, in a thread of its own and some chunks ahead.
///
/// Reading, with all that the source does for it, and what is done with the pages share two processors so. Errors come
/// in the order of the pages.
public final class ReadAhead: ChunkSupply {
    private let line: Line
    private var thread: WorkerThread?
    private var state = State.idle
    /// Chunks handed out so far.
    private var taken = 0
    /// The page that the next chunk begins with.
    public private(set) var position: PageNumber

    private enum State {
        case idle, running
        /// There was no thread to be had.
        case alone
        case ended
    }

    /// Buffers: one that is looked at, one that is filled, one between them.
    private static let depth = 3

    /// - Parameter capacity: of each buffer, in pages; nil for the usual one.
    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public init(_ source: any PageSource, range: PageRange, capacity: Int? = nil) throws {
        position = range.lowerBound
        line = Line(
            chunks: try PageChunks(source, range: range),
            buffers: (0..<Self.depth).map { _ in PageBuffer(geometry: source.geometry, capacity: capacity) })
    }

    deinit {
        guard let thread else { return }
        line.isStopped.withLock { $0 = true }
        line.free.post()
        thread.join()
    }

    /// The next chunk and the buffer that has it, valid until the next call; nil at the end.
    ///
    /// - Throws: what the source throws.
    public func next() throws -> (chunk: PageChunks.Chunk, buffer: PageBuffer)? {
        if state == .idle { start() }
        switch state {
        case .ended: return nil
        // The buffer of before can be filled again.
        case .running where taken > 0: line.free.post()
        case .idle, .running, .alone: break
        }
        let place = taken % Self.depth
        if state == .running { line.full.wait() } else { line.read(place) }
        taken += 1
        switch line.slots[place].result {
        case .success(let chunk?):
            position = chunk.pages.upperBound
            return (chunk, line.slots[place].buffer)
        case .success(nil):
            state = .ended
            return nil
        case .failure(let error):
            state = .ended
            throw error
        }
    }

    private func start() {
        state = .alone
        guard line.canWait else { return }
        let line = line
        thread = try? WorkerThread { line.run() }
        if thread != nil { state = .running }
    }
}

/// What both threads share: a ring of buffers, of which each belongs to one of them at any time.
private final class Line: @unchecked Sendable {
    /// A buffer and what was read into it.
    final class Slot {
        let buffer: PageBuffer
        var result: Result<PageChunks.Chunk?, any Error> = .success(nil)

        init(_ buffer: PageBuffer) { self.buffer = buffer }
    }

    let slots: [Slot]
    /// Buffers that may be filled, and those that are.
    let free: Semaphore
    let full = Semaphore(0)
    let isStopped = Mutex(false)
    private var chunks: PageChunks

    init(chunks: PageChunks, buffers: [PageBuffer]) {
        self.chunks = chunks
        slots = buffers.map { Slot($0) }
        free = Semaphore(buffers.count)
    }

    var canWait: Bool { free.isThere && full.isThere }

    func read(_ place: Int) {
        slots[place].result = Result { try chunks.next(into: slots[place].buffer) }
    }

    /// Reads to the end, the first error, or until nobody wants more.
    func run() {
        var place = 0
        while true {
            free.wait()
            guard !isStopped.withLock({ $0 }) else { return }
            read(place)
            var isLast = true
            if case .success(.some) = slots[place].result { isLast = false }
            // The slot is the other thread's from here on.
            full.post()
            if isLast { return }
            place = (place + 1) % slots.count
        }
    }
}
