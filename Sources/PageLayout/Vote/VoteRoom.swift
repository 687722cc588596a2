// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// What one reader needs for a vote: the copies' pages, and room to compare them.
///
/// One of the few places that hold raw memory.
final class VoteRoom: @unchecked Sendable {
    let codecs = CodecRooms.Room()
    let geometry: Geometry
    /// One for each copy.
    let copies: [PageBuffer]
    let piece: PageBuffer
    /// The majority of a page, and room to undo a scrambler or compare a step.
    let majority: UnsafeMutableRawPointer
    let scratch: UnsafeMutableRawPointer
    /// Where each voter's bytes are; the first ``voters`` of them count.
    let pointers: UnsafeMutableBufferPointer<UnsafeRawPointer>
    /// The copies that vote on the pages at hand, best first.
    var voters: [Int] = []
    /// Flips of each step, first of each copy, then of the majority; `Int.max` where it does not decode.
    var flips: [Int] = []

    init(_ geometry: Geometry, copies count: Int, capacity: Int) {
        self.geometry = geometry
        copies = (0..<count).map { _ in PageBuffer(geometry: geometry, capacity: capacity) }
        piece = PageBuffer(geometry: geometry, capacity: capacity)
        majority = .allocate(byteCount: geometry.rawPageSize, alignment: 64)
        scratch = .allocate(byteCount: geometry.rawPageSize, alignment: 64)
        pointers = .allocate(capacity: count)
        pointers.initialize(repeating: UnsafeRawPointer(majority))
        voters.reserveCapacity(count)
    }

    deinit {
        majority.deallocate()
        scratch.deallocate()
        pointers.deallocate()
    }

    /// A copy's raw page, and those that follow it in the buffer.
    func raw(_ copy: Int, _ page: PageNumber) -> UnsafeRawPointer {
        let buffer = copies[copy]
        let at = (page.rawValue - buffer.pages.lowerBound.rawValue) * geometry.rawPageSize
        // A buffer of no bytes does not exist: its capacity is at least a page.
        return buffer.rawPagesInPlace().baseAddress.map { UnsafeRawPointer($0 + at) } ?? UnsafeRawPointer(majority)
    }

    /// The voters' bytes from `page` on, in the order of ``voters``.
    func place(_ page: PageNumber) -> UnsafeBufferPointer<UnsafeRawPointer> {
        for (i, copy) in voters.enumerated() { pointers[i] = raw(copy, page) }
        return UnsafeBufferPointer(rebasing: pointers[..<voters.count])
    }
}
