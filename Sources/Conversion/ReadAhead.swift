// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Dispatch
import Flash
import Synchronization

/// Reads pages on a thread of its own, a few buffers ahead of who uses them.
///
/// Copying is reading and writing by turns; with two cores both can go on at once.
final class ReadAhead: Sendable {
    private let queue = Mutex(Queue())
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    /// Buffers in flight: one that is read into, one that waits, one that is written from.
    private static let depth = 3

    private struct Queue {
        var spare: [PageBuffer] = []
        var ready: [Item] = []
        var isCancelled = false
    }

    private enum Item {
        case known(PageExtent)
        case buffer(PageBuffer)
        case failure(any Error)
        case end
    }

    /// Begins to read.
    ///
    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    init(_ source: any PageSource, range: PageRange) throws {
        let chunks = try PageChunks(source, range: range)
        queue.withLock { queue in
            for _ in 0..<ReadAhead.depth { queue.spare.append(PageBuffer(geometry: source.geometry)) }
        }
        // Counted up, not made with the value: libdispatch traps when one dies below the value it was made with.
        for _ in 0..<ReadAhead.depth { free.signal() }
        DispatchQueue(label: "museimg.read-ahead").async { self.produce(chunks) }
    }

    private func produce(_ chunks: PageChunks) {
        var chunks = chunks
        while true {
            free.wait()
            guard let buffer = queue.withLock({ $0.isCancelled ? nil : $0.spare.popLast() }) else { return }
            let item: Item
            do {
                switch try chunks.next(into: buffer) {
                case nil: item = .end
                case .known(let extent): item = .known(extent)
                case .read: item = .buffer(buffer)
                }
            } catch {
                item = .failure(error)
            }
            queue.withLock { queue in
                if case .buffer = item {} else { queue.spare.append(buffer) }
                queue.ready.append(item)
            }
            filled.signal()
            switch item {
            case .end, .failure: return
            default: break
            }
        }
    }

    /// Calls `body` with every run in order.
    ///
    /// - Throws: what reading threw, once all that was read before is used; what `body` throws.
    func eachRun(_ body: (PageRun) throws -> Void) throws {
        defer { cancel() }
        while true {
            filled.wait()
            switch queue.withLock({ $0.ready.removeFirst() }) {
            case .end: return
            case .failure(let error): throw error
            case .known(let extent): try body(PageRun(extent: extent))
            case .buffer(let buffer):
                try buffer.eachRun(body)
                queue.withLock { $0.spare.append(buffer) }
            }
            free.signal()
        }
    }

    private func cancel() {
        queue.withLock { $0.isCancelled = true }
        free.signal()
    }
}
