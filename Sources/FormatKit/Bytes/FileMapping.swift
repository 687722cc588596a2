// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import Synchronization
import SystemPackage

/// A file in memory, from the first time that somebody asks for that.
final class FileMapping: Sendable {
    private let descriptor: FileDescriptor
    private let size: Int
    /// Where it lies; 0 when nobody asked yet, and 1 when it cannot be mapped.
    private let start = Atomic<UInt>(0)
    private let making = Mutex(())

    /// - Parameter descriptor: whoever owns it lets go of it later than of this.
    init(_ descriptor: FileDescriptor, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        if let base { clinux_unmap(base, UInt64(size)) }
    }

    private var base: UnsafeRawPointer? {
        let start = start.load(ordering: .acquiring)
        return start > 1 ? UnsafeRawPointer(bitPattern: start) : nil
    }

    /// - Returns: nil outside of the file, where it cannot be mapped, and once bytes were not there.
    func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer? {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { return nil }
        if start.load(ordering: .acquiring) == 0 { make() }
        guard let base, clinux_map_is_whole(base) else { return nil }
        return UnsafeRawBufferPointer(start: base + offset, count: count)
    }

    /// False once bytes were looked at that the file no longer has.
    var isWhole: Bool { base.map { clinux_map_is_whole($0) } ?? true }

    private func make() {
        making.withLock { _ in
            guard start.load(ordering: .acquiring) == 0 else { return }
            let made = clinux_map(descriptor.rawValue, UInt64(size))
            start.store(made.map { UInt(bitPattern: $0) } ?? 1, ordering: .releasing)
        }
    }
}
