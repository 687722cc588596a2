// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A second process of this program that goes on when the first one returns to the shell.
///
/// It splits off before there is a thread, an open file or a byte of output, so nothing is shared; and it need not start
/// all over, which takes as long again. The first one waits until it says that it is ready.
public enum Daemon {
    /// The descriptor over which the second process says that it is ready.
    public static let readyDescriptor: Int32 = 3

    /// Which process goes on.
    public enum Side: Sendable, Hashable {
        case second
        /// The first, when the other is ready.
        case ready
        /// The first, when the other has ended instead, with this status.
        case ended(Int32)
    }

    /// Splits off the second process, in a session of its own; in the first, waits until it is ready or has ended.
    ///
    /// - Parameter onSignal: asked often, in the first; what it throws ends the second process.
    /// - Throws: `Errno` when there is no second process to be had.
    public static func split(onSignal: () throws -> Void) throws -> Side {
        let (ours, theirs) = try FileDescriptor.pipe()
        let pid = clinux_fork()
        guard pid >= 0 else { throw Errno(rawValue: errno) }
        if pid == 0 {
            setsid()
            dup2(theirs.rawValue, readyDescriptor)
            dropInherited()
            return .second
        }
        defer { try? ours.close() }
        try? theirs.close()
        var waiting = pollfd(fd: ours.rawValue, events: Int16(POLLIN), revents: 0)
        do {
            while poll(&waiting, 1, 100) <= 0 { try onSignal() }
        } catch {
            kill(pid, SIGTERM)
            _ = wait(for: pid)
            throw error
        }
        var byte: UInt8 = 0
        if read(ours.rawValue, &byte, 1) == 1 { return .ready }
        return .ended(wait(for: pid))
    }

    private static func wait(for pid: pid_t) -> Int32 { Child.status(of: pid) }

    /// Closes what else the caller had open: whoever waits for the end of a pipe or a socket must not wait for the end of
    /// the mount.
    private static func dropInherited() {
        guard let folder = opendir("/proc/self/fd") else { return }
        defer { closedir(folder) }
        var inherited: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int32(name), number > readyDescriptor, number != dirfd(folder) { inherited.append(number) }
        }
        for descriptor in inherited { close(descriptor) }
    }

    /// Says, in the second process, that it is ready, and lets go of the terminal.
    public static func isReady() {
        var byte: UInt8 = 1
        _ = write(readyDescriptor, &byte, 1)
        close(readyDescriptor)
        let null = open("/dev/null", O_RDWR)
        guard null >= 0 else { return }
        for descriptor: Int32 in 0...2 { dup2(null, descriptor) }
        if null > 2 { close(null) }
        // No folder is kept from being unmounted.
        _ = chdir("/")
    }
}
