// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Pieces of memory of one size at one distance: the data of pages that lie between their OOB.
///
/// A view into somebody's buffer, valid as long as that says.
public struct StridedBytes {
    public let start: UnsafeRawPointer?
    /// Bytes of a piece.
    public let size: Int
    /// Bytes from the start of one piece to the start of the next; 0 when all are the same one.
    public let stride: Int
    /// How many pieces.
    public let count: Int

    public init(start: UnsafeRawPointer?, size: Int, stride: Int, count: Int) {
        self.start = start
        self.size = size
        self.stride = stride
        self.count = start == nil || size == 0 ? 0 : count
    }

    /// Pieces that follow each other.
    public init(_ bytes: UnsafeRawBufferPointer, size: Int) {
        self.init(start: bytes.baseAddress, size: size, stride: size, count: size == 0 ? 0 : bytes.count / size)
    }

    /// All bytes in a row; nil when something lies between the pieces.
    public var contiguous: UnsafeRawBufferPointer? {
        stride == size || count <= 1 ? UnsafeRawBufferPointer(start: start, count: count * size) : nil
    }

    /// The piece number `i`, which is in range.
    @inlinable
    public subscript(i: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start.map { $0 + i * stride }, count: size)
    }

    /// `count` pieces from number `first` on.
    public func part(_ first: Int, count: Int) -> StridedBytes {
        StridedBytes(start: start.map { $0 + first * stride }, size: size, stride: stride, count: count)
    }
}

extension UniformBytes {
    /// How many bytes of the pieces are not 0xFF.
    public static func countProgrammed(_ pieces: StridedBytes) -> Int {
        if let all = pieces.contiguous { return countProgrammed(all) }
        return (0..<pieces.count).reduce(0) { $0 &+ countProgrammed(pieces[$1]) }
    }
}
