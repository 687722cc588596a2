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
/// The second one does all the work from the start, so that no thread, lock or buffer is shared; the first one waits
/// until it says that it is ready.
public enum Daemon {
    /// The descriptor over which the second process says that it is ready.
    public static let readyDescriptor: Int32 = 3

    /// Runs this program again, in a session of its own, and waits until it is ready or has ended.
    ///
    /// - Parameters:
    ///   - arguments: all of them, the program's name first.
    ///   - onSignal: asked often; what it throws ends the second process.
    /// - Returns: nil when it is ready, else its exit status.
    /// - Throws: `Errno` when it cannot be started.
    public static func run(_ arguments: [String], onSignal: () throws -> Void) throws -> Int32? {
        let (ours, theirs) = try FileDescriptor.pipe()
        defer { try? ours.close() }
        let pid: pid_t
        do {
            defer { try? theirs.close() }
            pid = try spawn(arguments, ready: theirs.rawValue)
        }
        var waiting = pollfd(fd: ours.rawValue, events: Int16(POLLIN), revents: 0)
        do {
            while poll(&waiting, 1, 100) <= 0 { try onSignal() }
        } catch {
            kill(pid, SIGTERM)
            _ = wait(for: pid)
            throw error
        }
        var byte: UInt8 = 0
        if read(ours.rawValue, &byte, 1) == 1 { return nil }
        return wait(for: pid)
    }

    private static func spawn(_ arguments: [String], ready: Int32) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ready, readyDescriptor)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, clinux_spawn_setsid)
        return try Child.spawn("/proc/self/exe", arguments, environment: nil, &actions, &attributes)
    }

    private static func wait(for pid: pid_t) -> Int32 { Child.status(of: pid) }

    /// Closes, in the second process and before it opens anything, what else the caller had open: whoever waits for
    /// the end of a pipe or a socket must not wait for the end of the mount.
    public static func dropInherited() {
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
