// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file without a name in TMPDIR, for what has to be expanded or collected before it can be read.
///
/// It vanishes with the process, however that ends.
public final class Spool {
    public let sink: any ByteSink
    private let descriptor: FileDescriptor
    private let folder: String

    /// - Throws: ``IOFailure``.
    public init() throws {
        folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        do {
            descriptor = try Spool.openUnnamed(in: folder)
        } catch let error as Errno {
            throw IOFailure(
                .create, errno: error, name: "a temporary file in \(folder)",
                hint: "set TMPDIR to a folder with room")
        }
        sink = FileSink(descriptor: descriptor, name: "temporary file in \(folder)", use: .scratch)
    }

    private static func openUnnamed(in folder: String) throws -> FileDescriptor {
        if let unnamed = try? FileDescriptor.open(
            folder, .readWrite, options: [.closeOnExec, .init(rawValue: clinux_o_tmpfile)], permissions: .ownerReadWrite
        ) {
            return unnamed
        }
        let name = "\(folder)/museimg-\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        let named = try FileDescriptor.open(
            name, .readWrite, options: [.closeOnExec, .create, .exclusiveCreate], permissions: .ownerReadWrite)
        unlink(name)
        return named
    }

    /// Reads back what the sink has taken, at `offset` in bytes.
    ///
    /// - Throws: ``IOFailure``; bytes that are not there are a failure too.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < buffer.count {
            do {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let got = try descriptor.read(fromAbsoluteOffset: Int64(offset + done), into: rest)
                guard got > 0 else { throw Errno.ioError }
                done += got
            } catch let error as Errno {
                throw IOFailure(.read, errno: error, name: "temporary file in \(folder)", offset: offset + done)
            }
        }
    }

    /// Replaces what the sink has taken, at `offset` in bytes.
    ///
    /// - Throws: ``IOFailure``.
    package func replace(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        precondition(offset + bytes.count <= sink.position)
        do {
            try descriptor.writeAll(toAbsoluteOffset: Int64(offset), bytes)
        } catch let error as Errno {
            throw IOFailure(.write, errno: error, name: "temporary file in \(folder)", offset: offset)
        }
    }

    /// What was written, as a source. Nothing may be written after.
    ///
    /// - Parameter name: how a person calls the content.
    public func source(name: String) throws -> FileSource {
        try sink.finish()
        do {
            return try FileSource(descriptor: try descriptor.duplicate(), name: name)
        } catch let error as Errno {
            throw IOFailure(.read, errno: error, name: "temporary file in \(folder)")
        }
    }

    deinit { try? descriptor.close() }
}
