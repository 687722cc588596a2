// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

/// What one thread needs for requests to an ``MTDDevice``, made once.
///
/// One of the few places that hold raw memory. Bytes in it are good until the next call with it.
public final class MTDRoom {
    /// Bytes that one read may ask for.
    public let capacity: Int
    let pages: PageBuffer
    /// Where a read that comes in pieces is put together.
    let whole: UnsafeMutableRawBufferPointer
    /// One page's data, one page's OOB: 0xFF but for what is programmed.
    let data: UnsafeMutableRawBufferPointer
    let oob: UnsafeMutableRawBufferPointer
    /// One raw page.
    let raw: UnsafeMutableRawBufferPointer
    let programmer: PageProgrammer?
    let lender: PageLender

    /// - Parameter capacity: bytes that one read may ask for.
    public init(for device: MTDDevice, capacity: Int) {
        let geometry = device.geometry
        self.capacity = capacity
        // A stretch of bytes begins and ends inside a page.
        pages = PageBuffer(geometry: geometry, capacity: capacity / geometry.pageSize + 2)
        whole = .allocate(byteCount: max(1, capacity), alignment: 4096)
        data = .allocate(byteCount: geometry.pageSize, alignment: 64)
        oob = .allocate(byteCount: max(1, geometry.oobSize), alignment: 64)
        raw = .allocate(byteCount: geometry.rawPageSize, alignment: 64)
        lender = PageLender(
            device.chip, plan: device.plan, capacity: capacity / geometry.pageSize + 2, foreseen: device.foreseen)
        programmer = device.plan.map { PageProgrammer(plan: $0) }
    }

    deinit {
        whole.deallocate()
        data.deallocate()
        oob.deallocate()
        raw.deallocate()
    }
}

/// Handed from thread to thread as a whole; never used by two at once.
extension MTDRoom: @unchecked Sendable {}
