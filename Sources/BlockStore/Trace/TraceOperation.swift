// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// One operation on a chip, as a trace tells of it.
///
/// The byte layout is that of docs/store-format.md, section "Traces".
public struct TraceOperation: Sendable, Hashable {
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        case program = 1
        case erase = 2
        case markBad = 3
        case sync = 4
        /// What a filter did to the operation behind it.
        case fault = 6
        case read = 10

        var record: Record.Kind { Record.Kind(rawValue: rawValue) ?? .later }
        public var word: String { record.word }
    }

    public var kind: Kind
    /// From 1.
    public var sequence = 0
    /// When it began: nanoseconds since 1970, UTC.
    public var time: UInt64 = 0
    /// Nanoseconds that it took.
    public var latency: UInt64 = 0
    /// What it was about: of reads those that were read; of erases and marks the block's; of syncs none; of faults one.
    public var pages: PageRange
    public var outcome = TraceOutcome.done
    /// Where its record lies in the trace, in bytes.
    public var fileOffset = 0
    /// Why it failed; what the fault was.
    public var text = ""

    public init(_ kind: Kind, _ pages: PageRange) {
        self.kind = kind
        self.pages = pages
    }

    /// Bytes of text that a record has room for.
    static let mostText = 1 << 12
    /// Bytes of payload before the text.
    static let fixedSize = 16

    /// Starts the payload of its record, which its content follows.
    var payload: [UInt8] {
        let text = Array(text.utf8.prefix(TraceOperation.mostText))
        var bytes: [UInt8] = []
        bytes.appendLittle(latency)
        bytes.appendLittle(UInt32(clamping: pages.count))
        bytes.appendLittle(outcome.rawValue)
        bytes.appendLittle(UInt16(text.count))
        return bytes + text
    }

    /// - Returns: nil for records that are no operation.
    /// - Throws: ``FormatError`` with the record's offset for what the chip does not have.
    static func decode(
        _ record: Record, _ payload: UnsafeRawBufferPointer, _ geometry: Geometry, at offset: Int, name: String
    ) throws -> (TraceOperation, content: UnsafeRawBufferPointer)? {
        guard let kind = Kind(rawValue: record.kind.rawValue) else { return nil }
        func bad(_ what: String) -> FormatError {
            FormatError(.badValue, name: name, at: offset, "record \(record.sequence), \(kind.word): \(what)")
        }
        guard payload.count >= fixedSize else { throw bad("\(payload.count) bytes, expected \(fixedSize) or more") }
        let (latency, second) = (payload.little(at: 0), payload.little(at: 8))
        let count = Int(second & 0xFFFF_FFFF)
        let text = Int(second >> 48)
        guard payload.count - fixedSize >= text else { throw bad("its text of \(text) bytes does not fit") }
        let content = UnsafeRawBufferPointer(rebasing: payload[(fixedSize + text)...])
        var operation = TraceOperation(kind, .none)
        switch kind {
        case .sync: break
        case .erase, .markBad:
            guard record.address < geometry.blockCount else { throw bad("the chip has no block \(record.address)") }
            operation.pages = geometry.pages(of: BlockNumber(record.address))
        case .read, .program, .fault:
            guard record.address <= geometry.pageCount, count <= geometry.pageCount - record.address else {
                throw bad("the chip has no \(count) pages from page \(record.address) on")
            }
            operation.pages = PageRange(from: PageNumber(record.address), count: count)
        }
        guard let outcome = TraceOutcome(rawValue: UInt16(truncatingIfNeeded: second >> 32)) else {
            throw bad("no outcome is \(second >> 32 & 0xFFFF)")
        }
        let expected =
            switch kind {
            case .program: count * geometry.rawPageSize
            case .read where outcome == .done: 4 * geometry.unitCount(of: operation.pages)
            default: 0
            }
        guard content.count == expected else { throw bad("\(content.count) bytes of content, expected \(expected)") }
        (operation.sequence, operation.time, operation.latency) = (record.sequence, record.time, latency)
        operation.outcome = outcome
        operation.fileOffset = offset
        let bytes = UnsafeRawBufferPointer(rebasing: payload[fixedSize...].prefix(text))
        operation.text = String(decoding: bytes, as: UTF8.self)
        return (operation, content)
    }
}

extension PageRange {
    static let none = PageRange(from: PageNumber(0), count: 0)
}
