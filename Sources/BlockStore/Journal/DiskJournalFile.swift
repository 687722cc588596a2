// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import FormatKit
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A store's file on disk, open for writing and locked: there is one writer at a time (flock).
package final class DiskJournalFile: JournalFile {
    package let name: String
    private let descriptor: FileDescriptor

    /// - Throws: ``IOFailure``; ``StoreError`` (`busy`) when somebody else writes.
    package init(path: String) throws {
        name = path
        while true {
            let file = try Self.open(path)
            guard clinux_lock(file.rawValue) else {
                let reason = errno
                try? file.close()
                guard reason == EWOULDBLOCK else { throw IOFailure(.open, errno: Errno(rawValue: reason), name: path) }
                throw StoreError(
                    .busy, "\(path): another process writes to it",
                    hint: "end its mount first (`museimg status` lists mounts); reading works all the same")
            }
            // Another may have put a new file in its place while we waited (`store compact`).
            if FileStatus(file)?.identity == FileStatus(path: path)?.identity {
                descriptor = file
                return
            }
            try? file.close()
        }
    }

    /// Makes an empty file, which must not be there.
    ///
    /// - Throws: `Errno`, and what ``init(path:)`` throws.
    package convenience init(creating path: String) throws {
        try FileDescriptor.open(
            path, .readWrite, options: [.closeOnExec, .create, .exclusiveCreate],
            permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
        ).close()
        try self.init(path: path)
    }

    deinit { try? descriptor.close() }

    private static func open(_ path: String) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, .readWrite, options: [.closeOnExec])
        } catch let error as Errno {
            throw IOFailure(.open, errno: error, name: path)
        }
    }

    package func size() throws -> Int {
        let end = lseek(descriptor.rawValue, 0, SEEK_END)
        guard end >= 0 else { throw failure(.read) }
        return end
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let got = pread(descriptor.rawValue, rest.baseAddress, rest.count, offset + done)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw failure(.read, at: offset + done) }
            if got == 0 { break }
            done += got
        }
        return done
    }

    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let written = pwrite(descriptor.rawValue, rest.baseAddress, rest.count, offset + done)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw failure(.write, at: offset + done) }
            done += written
        }
    }

    package func truncate(to size: Int) throws {
        guard ftruncate(descriptor.rawValue, size) == 0 else { throw failure(.write, at: size) }
    }

    package func sync() throws {
        guard fdatasync(descriptor.rawValue) == 0 else { throw failure(.sync) }
    }

    package func unlock() { flock(descriptor.rawValue, LOCK_UN) }

    private func failure(_ action: IOFailure.Action, at offset: Int? = nil) -> IOFailure {
        IOFailure(action, errno: Errno(rawValue: errno), name: name, offset: offset)
    }
}
