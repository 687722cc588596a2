// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import BlockStore
public import Flash
import FormatKit

/// Does again on a chip what a trace says, and compares what comes of it.
public struct Replay {
    /// Where a replay went another way than what was recorded.
    public enum Difference: Sendable, Hashable {
        /// A page was read, and holds something else.
        case content(PageNumber, recorded: UInt32, found: UInt32)
        /// An operation ended otherwise; why it failed, this time or the other.
        case outcome(recorded: TraceOutcome, found: TraceOutcome, text: String)
    }

    /// What it came to.
    public struct Result: Sendable, Hashable {
        /// Operations done, by kind.
        public var counts: [TraceOperation.Kind: Int] = [:]
        /// The number of the last one; 0 for none.
        public var last = 0
        public var differences = 0
        /// What stands behind the last whole record of the trace.
        public var tail: StoreTail?
    }

    public let trace: TraceFile
    private let device: any FlashDevice
    /// Whether reads are done at all: filters count them.
    private let reads: Bool
    private let buffer: PageBuffer

    /// - Parameters:
    ///   - device: the chip; its state is the one in which the recording began.
    ///   - reads: whether reads are done, and compared.
    /// - Throws: ``UsageError`` when the trace is of a chip with another geometry.
    public init(_ trace: TraceFile, on device: any FlashDevice, reads: Bool) throws {
        guard trace.geometry == device.geometry else {
            throw UsageError(
                "\(trace.name): is of a chip of \(trace.geometry), this one is of \(device.geometry)",
                hint: "-g \(trace.geometry) reads the image so")
        }
        self.trace = trace
        self.device = device
        self.reads = reads
        buffer = PageBuffer(geometry: device.geometry, capacity: device.geometry.pagesPerBlock)
    }

    /// Does it all, or up to operation `until`.
    ///
    /// - Parameters:
    ///   - progress: called before each operation; what it throws ends the replay.
    ///   - onDifference: told of each.
    /// - Throws: what ``TraceFile/forEach(_:)`` does, and failures of what lies behind the chip (``IOFailure``).
    public func run(
        until: Int = .max, progress: (TraceOperation) throws -> Void = { _ in },
        onDifference: (TraceOperation, Difference) throws -> Void
    ) throws -> Result {
        var result = Result()
        result.tail = try trace.forEach { operation, content in
            guard operation.sequence <= until else { return false }
            result.last = operation.sequence
            if operation.kind == .fault || operation.kind == .read && !reads { return true }
            try progress(operation)
            result.counts[operation.kind, default: 0] += 1
            for difference in try differences(operation, content) {
                result.differences += 1
                try onDifference(operation, difference)
            }
            return true
        }
        return result
    }

    private func differences(_ operation: TraceOperation, _ content: UnsafeRawBufferPointer) throws -> [Difference] {
        do {
            switch operation.kind {
            case .program: try program(operation.pages, content)
            case .erase: try device.erase(device.geometry.block(of: operation.pages.lowerBound))
            case .markBad: try device.markBad(device.geometry.block(of: operation.pages.lowerBound))
            case .sync: try device.sync()
            case .read:
                let found = try read(operation.pages)
                if operation.outcome == .done { return compare(operation, found, content) }
            case .fault: break
            }
        } catch let error as FlashError {
            let found = TraceOutcome(error)
            guard found != operation.outcome else { return [] }
            return [.outcome(recorded: operation.outcome, found: found, text: error.message)]
        }
        guard operation.outcome != .done else { return [] }
        return [.outcome(recorded: operation.outcome, found: .done, text: operation.text)]
    }

    /// A trace may say what no chip does: that is an error of the operation, not of the replay.
    private func program(_ pages: PageRange, _ bits: UnsafeRawBufferPointer) throws {
        guard !pages.isEmpty else { return }
        try device.program(pages, bits: bits)
    }

    /// Reads pages as often as it takes, and as few as were recorded in one go.
    private func read(_ pages: PageRange) throws -> [UInt32] {
        var checksums: [UInt32] = []
        var next = pages.lowerBound
        while next < pages.upperBound {
            let piece = PageRange(from: next, count: min(buffer.capacity, pages.upperBound.rawValue - next.rawValue))
            if let known = device.knownExtent(at: next), known.content != .bytes {
                var byte: UInt8 = 0xFF
                if case .filled(let fill) = known.content { byte = fill }
                buffer.fill(known.pages.clamped(to: piece), with: byte, state: known.state)
            } else {
                _ = try device.read(piece, into: buffer)
            }
            checksums += PageChecksums.of(buffer.pages, in: buffer)
            next = buffer.pages.upperBound
        }
        return checksums
    }

    private func compare(
        _ operation: TraceOperation, _ found: [UInt32], _ content: UnsafeRawBufferPointer
    ) -> [Difference] {
        var differences: [Difference] = []
        var index = 0
        device.geometry.forEachUnit(of: operation.pages) { part in
            let recorded = UInt32(littleEndian: content.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
            if index >= found.count || found[index] != recorded {
                let own = index < found.count ? found[index] : 0
                differences.append(.content(part.lowerBound, recorded: recorded, found: own))
            }
            index += 1
        }
        return differences
    }
}
