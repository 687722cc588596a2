// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that appears whole or not at all: written beside its place without a name, synced, then put there.
///
/// Devices, pipes and standard output have no "whole": they are written directly.
public final class OutputFile {
    /// The path as given; `-` for standard output.
    public let path: String
    public let sink: any ByteSink
    private let descriptor: FileDescriptor
    private let temporary: Temporary

    private enum Temporary {
        case none
        /// Has no name yet (O_TMPFILE): vanishes by itself, even when the process is killed.
        case unnamed
        case named(String)
    }

    /// - Parameter overwrite: whether a file that is there may be replaced.
    /// - Throws: ``IOFailure``, ``UsageError`` when the file is there and may not be replaced.
    public init(path: String, overwrite: Bool) throws {
        self.path = path
        if path == "-" {
            descriptor = .standardOutput
            temporary = .none
        } else if let status = FileStatus(path: path), status.kind != .regular {
            guard status.kind != .directory else { throw IOFailure(.create, errno: .isDirectory, name: path) }
            descriptor = try OutputFile.open(path, [.closeOnExec], name: path)
            temporary = .none
        } else {
            if FileStatus(path: path) != nil, !overwrite {
                throw UsageError("\(path): is already there", hint: "give --force to replace it")
            }
            (descriptor, temporary) = try OutputFile.openTemporary(beside: path)
        }
        sink = FileSink(
            descriptor: descriptor, name: path == "-" ? "standard output" : path, use: path == "-" ? .shared : .output)
    }

    deinit {
        if case .named(let name) = temporary, !isCommitted { unlink(name) }
        if path != "-" { try? descriptor.close() }
    }

    private var isCommitted = false

    /// Syncs what was written and puts it in its place.
    ///
    /// - Throws: ``IOFailure``; then nothing is left behind.
    public func commit() throws {
        try Interruption.check()
        switch temporary {
        case .none: break
        case .unnamed:
            try sync()
            let name = OutputFile.temporaryName(beside: path)
            let link = linkat(
                AT_FDCWD, "/proc/self/fd/\(descriptor.rawValue)", AT_FDCWD, name, AT_SYMLINK_FOLLOW)
            guard link == 0 else { throw failure(.create) }
            try move(name)
        case .named(let name):
            try sync()
            try move(name)
        }
        isCommitted = true
    }

    private func sync() throws {
        guard fsync(descriptor.rawValue) == 0 else { throw failure(.sync) }
    }

    private func move(_ name: String) throws {
        guard rename(name, path) == 0 else {
            let reason = failure(.rename)
            unlink(name)
            throw reason
        }
    }

    private func failure(_ action: IOFailure.Action) -> IOFailure {
        IOFailure(action, errno: Errno(rawValue: errno), name: path)
    }

    private static func openTemporary(beside path: String) throws -> (FileDescriptor, Temporary) {
        let folder = FilePath(path).removingLastComponent()
        let folderName = folder.isEmpty ? "." : folder.string
        if let unnamed = try? FileDescriptor.open(
            folderName, .readWrite, options: [.closeOnExec, .init(rawValue: clinux_o_tmpfile)],
            permissions: .fileDefault)
        {
            return (unnamed, .unnamed)
        }
        let name = temporaryName(beside: path)
        return (try open(name, [.closeOnExec, .create, .exclusiveCreate], name: path), .named(name))
    }

    private static func open(_ path: String, _ options: FileDescriptor.OpenOptions, name: String) throws
        -> FileDescriptor
    {
        do {
            return try FileDescriptor.open(
                path, options.contains(.create) ? .readWrite : .writeOnly, options: options, permissions: .fileDefault)
        } catch let error as Errno {
            throw IOFailure(.create, errno: error, name: name)
        }
    }

    private static func temporaryName(beside path: String) -> String {
        "\(path).museimg-\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
    }
}

extension FilePermissions {
    /// Read and write for all, less the umask.
    static var fileDefault: FilePermissions { [.ownerReadWrite, .groupReadWrite, .otherReadWrite] }
}
