// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The file of a journal, as its writer uses it: bytes are appended, an unfinished end is cut off, nothing else changes
/// but a slot of the header.
///
/// Reading is safe at any time; writing is one thread's at a time.
public protocol JournalFile: Sendable {
    var name: String { get }
    /// Its length in bytes, now.
    func size() throws -> Int
    /// As `ByteSource` does.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int
    /// Writes all of `bytes` at `offset`.
    ///
    /// - Throws: ``IOFailure``; then any part of them may be written.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws
    func truncate(to size: Int) throws
    /// Returns when all that was written is durable (fdatasync).
    func sync() throws
    /// Lets others write.
    func unlock()
    /// As `ByteSource` does; nil where it does not lie in memory.
    func mapped(at offset: Int, count: Int) -> UnsafeRawBufferPointer?
    /// Whether all that was looked at by ``mapped(at:count:)`` was really there.
    var isMappingIntact: Bool { get }
}

/// A file that is only read, of the length it had when it was opened.
struct ReadOnlyJournalFile: JournalFile {
    let source: any ByteSource

    var name: String { source.name }
    func size() -> Int { source.size }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        offset < source.size ? try source.read(into: buffer, at: offset) : 0
    }
    func mapped(at offset: Int, count: Int) -> UnsafeRawBufferPointer? { source.mapped(at: offset, count: count) }
    var isMappingIntact: Bool { source.isMappingIntact }
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws { throw refused }
    func truncate(to size: Int) throws { throw refused }
    func sync() throws { throw refused }

    private var refused: StoreError { StoreError(.readOnly, "\(name): is open for reading only") }
}

extension JournalFile {
    public func unlock() {}
    public func mapped(at offset: Int, count: Int) -> UnsafeRawBufferPointer? { nil }
    public var isMappingIntact: Bool { true }

    /// Up to `count` bytes at `offset`; fewer at the end of the file.
    func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
    }
}
