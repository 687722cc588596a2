// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Bytes that can be read at any offset: a file, a part of one, memory, what a wrapper expands to.
///
/// Reading is safe from several threads at once.
public protocol ByteSource: Sendable {
    /// How a person calls it: a path, or a member's name.
    var name: String { get }
    /// Its length in bytes.
    var size: Int { get }

    /// Reads at `offset` (from the start of this source) until `buffer` is full or the source ends.
    ///
    /// - Returns: the bytes read: fewer than asked for only at the end.
    /// - Throws: ``IOFailure`` with the offset.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int

    /// The stretch from `offset` on that is a hole, or that is none.
    ///
    /// - Returns: nil when the source does not know, or has no holes at all.
    func stretch(at offset: Int) -> ByteStretch?

    /// `count` bytes at `offset` where they lie in memory, as long as the source lives; nil where they do not.
    func mapped(at offset: Int, count: Int) -> UnsafeRawBufferPointer?

    /// Whether all that was looked at by ``mapped(at:count:)`` was really there.
    var isMappingIntact: Bool { get }
}

/// A part of a file that was stored, or that never was and reads as 0x00.
public struct ByteStretch: Sendable, Hashable {
    /// In bytes from the start of the source.
    public var range: Range<Int>
    public var isHole: Bool

    public init(range: Range<Int>, isHole: Bool) {
        self.range = range
        self.isHole = isHole
    }
}

extension ByteSource {
    public func stretch(at offset: Int) -> ByteStretch? { nil }
    public func mapped(at offset: Int, count: Int) -> UnsafeRawBufferPointer? { nil }
    public var isMappingIntact: Bool { true }

    /// The hole from `offset` on; nil where there is data.
    public func hole(at offset: Int) -> Range<Int>? {
        stretch(at: offset).flatMap { $0.isHole ? $0.range : nil }
    }

    /// Up to `count` bytes at `offset`; fewer at the end of the source, none behind it.
    public func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = min(count, size - offset)
        return try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
            initialized = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
    }

    /// Reads at `offset`, and sets what lies behind the end of the source to 0xFF.
    ///
    /// - Returns: the bytes that were really there.
    func readPadded(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let got = offset < size ? try read(into: buffer, at: offset) : 0
        if got < buffer.count {
            UnsafeMutableRawBufferPointer(rebasing: buffer[got...]).initializeMemory(as: UInt8.self, repeating: 0xFF)
        }
        return got
    }
}

/// Bytes in memory.
public struct MemorySource: ByteSource {
    public let name: String
    public let bytes: [UInt8]
    public var size: Int { bytes.count }

    public init(_ bytes: [UInt8], name: String = "memory") {
        self.bytes = bytes
        self.name = name
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        guard offset >= 0, offset < bytes.count else { return 0 }
        let count = min(buffer.count, bytes.count - offset)
        buffer.copyBytes(from: bytes[offset..<(offset + count)])
        return count
    }
}
