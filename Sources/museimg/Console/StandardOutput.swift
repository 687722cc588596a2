// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Standard output for text: buffered, every write checked.
///
/// A failed write is kept and thrown by the next ``check()`` or ``finish()``, so that printing reads
/// like printing.
final class StandardOutput {
    private var buffer: [UInt8] = []
    private var failure: IOFailure?
    private let descriptor = FileDescriptor.standardOutput
    private static let limit = 32 << 10

    func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= StandardOutput.limit { flush() }
    }

    func write(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= StandardOutput.limit { flush() }
    }

    /// - Throws: ``IOFailure`` once a write has failed, ``Interrupted`` once a signal has come.
    func check() throws {
        try Interruption.check()
        if let failure { throw failure }
    }

    /// Writes what is held back.
    ///
    /// - Throws: ``IOFailure``.
    func finish() throws {
        flush()
        if let failure { throw failure }
    }

    /// Writes what is held back, and lets a failure be: another one is on its way.
    func flush() {
        defer { buffer.removeAll(keepingCapacity: true) }
        guard failure == nil else { return }
        do {
            _ = try descriptor.writeAll(buffer)
        } catch {
            let errno = error as? Errno ?? .ioError
            failure = IOFailure(.write, errno: errno, name: "standard output")
        }
    }
}

/// The three streams every program starts with.
enum StandardStreams {
    /// Fills the place of a stream that the caller closed, so that no file we open takes its number.
    static func guardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The wrong way round on purpose for 0 and 1: use of a closed stream has to fail.
            _ = open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_WRONLY)
        }
    }
}
