// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import SystemPackage

/// From a path to bytes that can be read at any offset.
public enum FileOpening {
    /// What `-` is called in messages.
    static let standardInput = "standard input"

    /// Opens a file; what cannot seek (a pipe, a terminal, standard input from one) is collected in a
    /// temporary file first.
    ///
    /// - Throws: ``IOFailure``.
    public static func source(path: String) throws -> any ByteSource {
        let name = path == "-" ? standardInput : path
        let descriptor: FileDescriptor
        do {
            descriptor =
                path == "-"
                ? try FileDescriptor.standardInput.duplicate()
                : try FileDescriptor.open(path, .readOnly, options: [.closeOnExec], retryOnInterrupt: false)
        } catch let error as Errno {
            // A FIFO waits here for its other end.
            try Interruption.check()
            throw IOFailure(.open, errno: error, name: name)
        }
        switch FileStatus(descriptor)?.kind {
        case .directory:
            try? descriptor.close()
            throw IOFailure(.read, errno: .isDirectory, name: name, hint: "give the file inside it")
        case .regular, .block:
            return try FileSource(descriptor: descriptor, name: name)
        default:
            defer { try? descriptor.close() }
            return try collect(descriptor, name: name)
        }
    }

    /// Reads a stream to its end.
    private static func collect(_ descriptor: FileDescriptor, name: String) throws -> any ByteSource {
        let spool = try Spool()
        let buffer = IOBuffer()
        while true {
            try Interruption.check()
            let got: Int
            do {
                got = try descriptor.read(into: buffer.bytes, retryOnInterrupt: false)
            } catch Errno.interrupted {
                continue
            } catch let error as Errno {
                throw IOFailure(.read, errno: error, name: name, offset: spool.sink.position)
            }
            guard got > 0 else { break }
            try spool.sink.write(buffer.prefix(got))
        }
        return try spool.source(name: name)
    }
}
