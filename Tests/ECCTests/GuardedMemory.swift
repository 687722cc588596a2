// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Glibc

/// Two rooms of memory with walls: whoever reads a byte before or behind one dies.
final class GuardedMemory {
    private let start: UnsafeMutableRawPointer
    private let page = Int(getpagesize())

    init() throws {
        let length = 5 * page
        let start = mmap(nil, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start, start != MAP_FAILED else { throw NoMemory() }
        self.start = start
        for room in 0..<2 {
            guard mprotect(start + (2 * room + 1) * page, page, PROT_READ | PROT_WRITE) == 0 else { throw NoMemory() }
        }
    }

    deinit { munmap(start, 5 * page) }

    /// Copies bytes, a page at most, to the start or the end of a room.
    func place(_ bytes: [UInt8], in room: Int, atEnd: Bool) -> UnsafeMutableRawPointer {
        let place = start + (2 * room + 1) * page + (atEnd ? page - bytes.count : 0)
        place.copyMemory(from: bytes, byteCount: bytes.count)
        return place
    }

    private struct NoMemory: Error {}
}
