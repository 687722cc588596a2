// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension UnsafeRawBufferPointer {
    /// The little-endian number of 4 bytes at `offset`, for scans over whole buffers.
    ///
    /// The caller has checked that it lies inside.
    @inlinable
    public func little32(at offset: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The little-endian number of 8 bytes at `offset`, for scans over whole buffers.
    ///
    /// The caller has checked that it lies inside.
    @inlinable
    public func little64(at offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
