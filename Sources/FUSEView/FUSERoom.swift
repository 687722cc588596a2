// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import MTD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the thread that serves needs for requests, made once. One of the few places that hold raw memory.
///
/// Bytes that are handed out are good until the next request.
final class FUSERoom {
    /// Bytes that one request may ask for: what libfuse lets through.
    static let capacity = 1 << 20

    let mtd: MTDRoom
    /// Raw pages.
    let raw: PageBuffer
    /// Where an answer that comes in pieces is put together.
    let whole = UnsafeMutableRawBufferPointer.allocate(byteCount: FUSERoom.capacity, alignment: 4096)
    /// Entries of a folder.
    let entries = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 64 << 10)
    /// A name that is a number.
    let name = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 32)

    init(for device: MTDDevice) {
        mtd = MTDRoom(for: device, capacity: FUSERoom.capacity)
        let geometry = device.geometry
        raw = PageBuffer(geometry: geometry, capacity: FUSERoom.capacity / geometry.rawPageSize + 2)
    }

    deinit {
        whole.deallocate()
        entries.deallocate()
        name.deallocate()
    }
}

/// Room for one erase block that is being written.
final class BlockRoom {
    /// The block's new data.
    let data: UnsafeMutableRawBufferPointer
    /// Its OOB before, as the layout arranges it.
    let oob: UnsafeMutableRawBufferPointer
    /// The block before.
    let old: PageBuffer
    let piece: PageBuffer

    init(_ geometry: Geometry) {
        data = .allocate(byteCount: geometry.blockSize, alignment: 4096)
        oob = .allocate(byteCount: max(1, geometry.oobSize * geometry.pagesPerBlock), alignment: 64)
        old = PageBuffer(geometry: geometry, capacity: geometry.pagesPerBlock)
        piece = PageBuffer(geometry: geometry)
    }

    deinit {
        data.deallocate()
        oob.deallocate()
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Puts bytes at `offset`, as many as fit.
    func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        UnsafeMutableRawBufferPointer(rebasing: self[offset...].prefix(bytes.count)).copyMemory(from: bytes)
    }

    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}

extension UnsafeRawBufferPointer {
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }

    func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count, let a = baseAddress, let b = other.baseAddress else { return count == other.count }
        return memcmp(a, b, count) == 0
    }
}
