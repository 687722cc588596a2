// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Room for bytes on their way, made once and used again and again.
package final class IOBuffer {
    package let bytes: UnsafeMutableRawBufferPointer

    package init(count: Int = 256 << 10) { bytes = .allocate(byteCount: count, alignment: 4096) }

    deinit { bytes.deallocate() }

    /// The first `count` bytes, to be written somewhere.
    package func prefix(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[..<count])
    }
}
