// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// A chip whose every change is a record of a store file before the call that makes it returns.
///
/// Its state is the base and all records; memory grows with the number of changed pages, not with what they hold. After a
/// write has failed it goes on read-only.
public final class JournaledStore: FlashDevice {
    public let geometry: Geometry
    let marker: BadBlockMarker?
    let writer: JournalWriter
    let state: StoreState
    let seed: UInt32
    /// What stood behind the last good record when the store was opened, and was cut off; nil for nothing.
    public let dropped: StoreTail?

    /// Opens a store for writing.
    ///
    /// - Parameters:
    ///   - file: locked.
    ///   - base: the chip that the store is a change of.
    ///   - marker: where ``markBad(_:)`` writes the mark; nil where there is no OOB to hold it.
    /// - Throws: ``StoreError`` (`damaged`), ``FormatError``, ``IOFailure``.
    public convenience init(_ file: any JournalFile, base: any PageSource, marker: BadBlockMarker?) throws {
        try self.init(file, base: base, marker: marker, interval: CheckpointInterval())
    }

    package convenience init(
        _ file: any JournalFile, base: any PageSource, marker: BadBlockMarker?, interval: CheckpointInterval
    ) throws {
        try self.init(try StoreHistory(file), base: base, marker: marker, interval: interval)
    }

    init(
        _ history: StoreHistory, base: any PageSource, marker: BadBlockMarker?,
        interval: CheckpointInterval = CheckpointInterval()
    ) throws {
        let file = history.file
        if let tail = history.tail {
            guard !tail.isDamage else {
                throw StoreError(
                    .damaged, "\(file.name): \(tail.words)",
                    hint: "`museimg store export \(file.name)@\(history.head) OUT` writes the state before it")
            }
            try file.truncate(to: history.end)
        }
        dropped = history.tail
        geometry = history.header.geometry
        self.marker = marker
        writer = JournalWriter(history, interval: interval)
        seed = history.header.seed
        state = StoreState(
            base: base, index: try history.index(at: history.head), file: file, header: history.header)
    }

    /// The number of the last record: the name of the present state.
    public var sequence: Int { writer.sequence }
    /// Why nothing is written any more; nil as long as all went well.
    public var failure: String? { writer.failure }

    public func knownExtent(at page: PageNumber) -> PageExtent? { state.knownExtent(at: page) }
    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        try state.read(range, into: buffer)
    }
    public func isBad(_ block: BlockNumber) throws -> Bool { try state.isBad(block) }
    public func fileOffset(of page: PageNumber) -> Int? { state.fileOffset(of: page) }
    public func page(atFileOffset offset: Int) -> PageNumber? { state.page(atFileOffset: offset) }

    public func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws {
        try checkProgram(pages, bits: bits)
        guard !pages.isEmpty else { return }
        let size = geometry.rawPageSize
        var rest = pages
        while !rest.isEmpty {
            // As much as goes into one write: a chip programs page by page anyway.
            let part = PageRange(from: rest.lowerBound, count: min(rest.count, max(1, Self.batchBytes / size)))
            let start = (part.lowerBound.rawValue - pages.lowerBound.rawValue) * size
            try append(part, UnsafeRawBufferPointer(rebasing: bits[start...].prefix(part.count * size)))
            rest = part.upperBound..<rest.upperBound
        }
    }

    /// Bytes of pages that are written at once.
    private static let batchBytes = 256 << 10

    public func erase(_ block: BlockNumber) throws {
        guard try !isBad(block) else {
            throw FlashError(.badBlock, "is bad and cannot be erased", block: block)
        }
        try append(.erase, block.rawValue)
    }

    public func markBad(_ block: BlockNumber) throws {
        try checkBlock(block)
        if let marker {
            var mark = [UInt8](repeating: 0xFF, count: geometry.oobSize)
            mark[marker.offset] = 0
            for page in marker.pages {
                try program(geometry.firstPage(of: block).advanced(by: page), data: nil, oob: mark)
            }
        }
        try append(.markBad, block.rawValue)
    }

    public func sync() throws { try writer.sync() }

    /// Syncs, spares the next opening the reading of what was done since this one, and lets others write; the last call.
    ///
    /// - Throws: ``IOFailure``; then it is still open.
    public func close() throws {
        if failure == nil {
            try sync()
            if writer.recentRecords > 64 { try? writer.checkpoint(state.index) }
        }
        writer.file.unlock()
    }

    /// Appends one record that changes the chip.
    private func append(_ kind: Record.Kind, _ address: Int) throws {
        let record = Record(kind, address: address)
        try commit {
            $0.add(kind, address: address, seed: seed)
        } done: { offset, _ in
            try state.index.apply(record, at: offset, name: writer.file.name)
        }
    }

    /// Appends, and writes a checkpoint when it is time.
    func commit(
        _ body: (inout JournalWriter.State) throws -> Void,
        done: (_ offset: Int, JournalWriter.State) throws -> Void
    ) throws {
        var isDue = false
        try writer.append(body) { offset, journal in
            try done(offset, journal)
            isDue = writer.isDue(journal)
        }
        // What was asked for is done: that a checkpoint fails is the next write's matter.
        if isDue { try? writer.checkpoint(state.index) }
    }
}
