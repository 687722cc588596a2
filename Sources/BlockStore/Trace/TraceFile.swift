// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// A trace: what was asked of a chip, reads included, in the order in which it was done.
public struct TraceFile: Sendable {
    /// Of the chip.
    public let geometry: Geometry
    /// The image that the chip was, as a path; nil when it was none.
    public let image: String?
    /// The filters between the image and where it was recorded, as `--with` takes them.
    public let filters: [String]
    private let header: StoreHeader
    private let file: ReadOnlyJournalFile

    public var name: String { file.name }

    /// - Throws: ``FormatError`` with the offset, ``StoreError`` (`version`), ``IOFailure``.
    public init(_ source: any ByteSource) throws {
        file = ReadOnlyJournalFile(source: source)
        header = try StoreHeader(file, .trace)
        geometry = header.geometry
        image = header.description.base
        filters = header.description.filters
        let journal = header.description.journal
        guard journal >= header.size, journal % 8 == 0, journal <= file.size() else {
            throw FormatError(
                .truncated, name: file.name, at: file.size(),
                "ends before its records begin, at \(ByteCount.hex(journal))")
        }
    }

    /// Calls `body` with each operation and its content: of a program, data and OOB of each page; of a read, a CRC-32C
    /// (little-endian) for each unit that it touches. The content is valid until the call returns.
    ///
    /// - Parameter body: returns false for no more.
    /// - Returns: what stands behind the last whole record; nil for nothing, or when `body` had enough.
    /// - Throws: ``StoreError`` (`damaged`), ``FormatError`` with the offset, ``IOFailure``, and what `body` throws.
    @discardableResult
    public func forEach(_ body: (TraceOperation, UnsafeRawBufferPointer) throws -> Bool) throws -> StoreTail? {
        let walker = RecordWalker(file, seed: header.seed, from: header.description.journal, end: file.size())
        var last = 0
        while true {
            let offset = walker.offset
            switch try walker.next() {
            case .end: return nil
            case .broken:
                let tail = try StoreTail(walker, last: last)
                guard tail.intactBehind == 0 else {
                    throw StoreError(.damaged, "\(name): \(tail.words)", hint: "--until \(last) ends before it")
                }
                return tail
            case .record(let record, let payload):
                guard record.sequence == last + 1 else {
                    throw FormatError(
                        .badValue, name: name, at: offset, field: "the record's number", expected: "\(last + 1)",
                        found: "\(record.sequence)")
                }
                last = record.sequence
                guard
                    let (operation, content) = try TraceOperation.decode(
                        record, payload, geometry, at: offset, name: name)
                else { continue }
                guard try body(operation, content) else { return nil }
            }
        }
    }
}
