// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import BlockStore
public import Flash
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes down every operation on a chip: what was asked, what came of it, when, and how long it took.
///
/// Operations on one block are recorded in the order in which they were done, whatever threads they came from.
public final class Recorder: FlashDevice {
    public let base: any FlashDevice
    public let trace: TraceWriter
    /// Operations on a block wait for each other, so that their order in the trace is the order on the chip.
    private let turns = (0..<64).map { _ in Turn() }

    private final class Turn: Sendable { let lock = Mutex(()) }

    public var geometry: Geometry { base.geometry }

    public init(_ base: any FlashDevice, to trace: TraceWriter) {
        self.base = base
        self.trace = trace
    }

    /// Pages that are absent; all else is read, so that the reading is recorded.
    public func knownExtent(at page: PageNumber) -> PageExtent? {
        guard let known = base.knownExtent(at: page), known.content == .absent else { return nil }
        return known
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let wanted = range.clamped(to: geometry.pages(of: geometry.block(of: range.lowerBound)))
        return try record(.read, wanted) {
            let got = try base.read(wanted, into: buffer)
            return (
                got, got, PageChecksums.of(got, in: buffer).flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
            )
        }
    }

    public func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws {
        try checkProgram(pages, bits: bits)
        guard !pages.isEmpty else { return }
        try record(.program, pages, bits) { (try base.program(pages, bits: bits), pages, []) }
    }

    public func erase(_ block: BlockNumber) throws {
        try checkBlock(block)
        let pages = geometry.pages(of: block)
        try record(.erase, pages) { (try base.erase(block), pages, []) }
    }

    public func markBad(_ block: BlockNumber) throws {
        try checkBlock(block)
        let pages = geometry.pages(of: block)
        try record(.markBad, pages) { (try base.markBad(block), pages, []) }
    }

    public func sync() throws {
        let none = PageRange(from: PageNumber(0), count: 0)
        var operation = TraceOperation(.sync, none)
        let start = Moment()
        defer {
            operation.latency = start.elapsed
            operation.time = start.time
            trace.append(operation, content: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        do { try base.sync() } catch {
            operation.note(error)
            throw error
        }
    }

    public func isBad(_ block: BlockNumber) throws -> Bool { try base.isBad(block) }
    public func fileOffset(of page: PageNumber) -> Int? { base.fileOffset(of: page) }
    public func page(atFileOffset offset: Int) -> PageNumber? { base.page(atFileOffset: offset) }

    /// Does something with pages of one block, and writes it down.
    ///
    /// - Parameters:
    ///   - content: what a program puts there.
    ///   - body: also says which pages it was, and what a read found.
    private func record<Answer>(
        _ kind: TraceOperation.Kind, _ pages: PageRange,
        _ content: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        _ body: () throws -> (Answer, PageRange, [UInt8])
    ) throws -> Answer {
        try turns[geometry.block(of: pages.lowerBound).rawValue & 63].lock.withLock { _ in
            var operation = TraceOperation(kind, pages)
            let start = Moment()
            operation.time = start.time
            do {
                let (answer, done, found) = try body()
                operation.latency = start.elapsed
                operation.pages = done
                if kind == .read {
                    found.withUnsafeBytes { trace.append(operation, content: $0) }
                } else {
                    trace.append(operation, content: content)
                }
                return answer
            } catch {
                operation.latency = start.elapsed
                operation.note(error)
                trace.append(operation, content: content)
                throw error
            }
        }
    }
}
