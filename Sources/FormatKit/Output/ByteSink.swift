// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Where bytes go, in order.
public protocol ByteSink: AnyObject {
    /// Bytes taken so far, holes counted.
    var position: Int { get }

    /// - Throws: ``IOFailure`` with the offset, or ``Interrupted``.
    func write(_ bytes: UnsafeRawBufferPointer) throws

    /// Writes the first piece of each list, then the second of each, and so on; all lists have as many.
    func write(zipped lists: [StridedBytes]) throws

    /// Writes `count` times `byte`.
    func fill(_ byte: UInt8, count: Int) throws

    /// Leaves `count` bytes unwritten where the file system can, as a hole that reads as 0x00; what is too small
    /// for a hole, and everything where there are none, is filled with `filler`.
    func hole(count: Int, filler: UInt8) throws

    /// Says that no more bytes will come.
    func finish() throws
}

extension ByteSink {
    public func fill(_ byte: UInt8, count: Int) throws {
        guard count > 0 else { return }
        let piece = [UInt8](repeating: byte, count: min(count, 256 << 10))
        try piece.withUnsafeBytes { buffer in
            var left = count
            while left > 0 {
                let part = min(left, buffer.count)
                try write(UnsafeRawBufferPointer(rebasing: buffer[..<part]))
                left -= part
            }
        }
    }

    public func write(zipped lists: [StridedBytes]) throws {
        guard let count = lists.first?.count else { return }
        for i in 0..<count {
            for list in lists { try write(list[i]) }
        }
    }

    public func hole(count: Int, filler: UInt8) throws { try fill(filler, count: count) }

    public func finish() throws {}

    public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}

/// Bytes kept in memory.
public final class MemorySink: ByteSink {
    public private(set) var bytes: [UInt8] = []
    public var position: Int { bytes.count }

    public init() {}

    public func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes.append(contentsOf: bytes) }
}

extension MemorySink: RewritableSink {
    package var canRewrite: Bool { true }

    package func rewrite(_ bytes: [UInt8], at offset: Int) throws {
        self.bytes.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }
}

/// Counts bytes, and lets them go.
final class DiscardingSink: RewritableSink {
    private(set) var position = 0

    func write(_ bytes: UnsafeRawBufferPointer) throws { position += bytes.count }
    func fill(_ byte: UInt8, count: Int) throws { position += count }
    var canRewrite: Bool { true }
    func rewrite(_ bytes: [UInt8], at offset: Int) throws {}
}
