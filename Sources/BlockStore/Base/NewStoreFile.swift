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

/// A store that is being made: beside its place, and there only when it is whole.
final class NewStoreFile {
    let path: String
    private let temporary: String
    let file: DiskJournalFile
    private var isCommitted = false

    /// - Throws: ``IOFailure``.
    init(path: String) throws {
        self.path = path
        temporary = "\(path).museimg-\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        do {
            file = try DiskJournalFile(creating: temporary)
        } catch let error as Errno {
            throw IOFailure(.create, errno: error, name: path)
        }
    }

    deinit { if !isCommitted { unlink(temporary) } }

    /// Makes all durable and puts it in its place.
    ///
    /// - Parameter overwrites: whether a file that is there is replaced.
    /// - Throws: ``IOFailure``, ``UsageError`` when the file is there and may not be replaced.
    func commit(overwrites: Bool) throws {
        try file.sync()
        if overwrites {
            guard rename(temporary, path) == 0 else { throw failure(.rename) }
        } else {
            guard link(temporary, path) == 0 else {
                guard errno != EEXIST else { throw NewStoreFile.isThere(path) }
                throw failure(.create)
            }
            unlink(temporary)
        }
        isCommitted = true
        // Now, and not when the last process that was forked meanwhile has let go of it.
        file.unlock()
    }

    static func isThere(_ path: String) -> UsageError {
        UsageError("\(path): is already there", hint: "give --force to replace it")
    }

    private func failure(_ action: IOFailure.Action) -> IOFailure {
        IOFailure(action, errno: Errno(rawValue: errno), name: path)
    }
}
