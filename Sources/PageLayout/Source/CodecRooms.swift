// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Synchronization

/// Workspaces that are lent to whoever reads, so that nothing is made per page.
final class CodecRooms: Sendable {
    /// Lent out to one reader at a time.
    final class Room: @unchecked Sendable {
        private var pages: PageBuffer?
        private var store: UnsafeMutableRawPointer?
        private var storeSize = 0
        private var spaces: [(codec: LayoutCodec, space: LayoutCodec.Workspace)] = []

        func space(for codec: LayoutCodec) -> LayoutCodec.Workspace {
            for entry in spaces where entry.codec === codec { return entry.space }
            let space = LayoutCodec.Workspace(for: codec)
            spaces.append((codec, space))
            return space
        }

        /// Room for a page's data.
        func data(bytes: Int) -> UnsafeMutableRawPointer {
            if let store, storeSize >= bytes { return store }
            store?.deallocate()
            let made = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes), alignment: 64)
            store = made
            storeSize = bytes
            return made
        }

        deinit { store?.deallocate() }

        /// A buffer of at least this capacity.
        func buffer(_ geometry: Geometry, capacity: Int) -> PageBuffer {
            if let pages, pages.geometry == geometry, pages.capacity >= capacity { return pages }
            let made = PageBuffer(geometry: geometry, capacity: capacity)
            pages = made
            return made
        }
    }

    private let idle = Mutex<[Room]>([])

    func with<T>(_ body: (Room) throws -> T) rethrows -> T {
        let room = idle.withLock { $0.popLast() } ?? Room()
        defer { idle.withLock { $0.append(room) } }
        return try body(room)
    }
}
