// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLinux
import FormatKit
import Synchronization
public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program in a process group of its own, with the beginning of what it says kept, and an end in time.
public struct CapturedRun: Sendable {
    /// How it ended.
    public enum End: Sendable, Hashable {
        case exited(Int32)
        case killed(signal: Int32)
        /// It took too long, or was not wanted any more; it and all that it started is gone.
        case timedOut
        case unwanted
    }

    public let end: End
    /// What it wrote to standard output and standard error, as far as it is kept.
    public let output: [UInt8]

    /// As much of the output is kept, in bytes.
    private static let mostOutput = 16 << 10
    /// After a polite signal, this long until the other one.
    private static let grace = Duration.seconds(5)

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - variables: added to the environment.
    ///   - timeout: nil for none.
    ///   - isWanted: asked often; false ends it.
    /// - Throws: `Errno` when it cannot be started.
    public init(
        _ path: String, _ arguments: [String], variables: [String: String], timeout: Duration?,
        isWanted: () -> Bool
    ) throws(Errno) {
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) else { throw Errno(rawValue: errno) }
        let pipe = ends
        defer { close(pipe[0]) }
        let pid: pid_t
        do {
            defer { close(pipe[1]) }
            pid = try Self.spawn(path, arguments, variables, output: pipe[1])
        }
        var room = Output(descriptor: pipe[0])
        end = Self.wait(pid, &room, timeout, isWanted)
        room.read(milliseconds: 0)
        output = room.kept
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ variables: [String: String], output: Int32
    ) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // Not our terminal: a group in the background may not read it.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        var (none, usual) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigemptyset(&usual)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&usual, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return try Child.spawn(
            path, arguments, environment: Child.environment(adding: variables), &actions, &attributes)
    }

    private static func wait(
        _ pid: pid_t, _ output: inout Output, _ timeout: Duration?, _ isWanted: () -> Bool
    ) -> End {
        let clock = ContinuousClock()
        let begun = clock.now
        var early: End?
        var deadline = timeout.map { begun + $0 }
        while true {
            // Its end closes the pipe, unless something it started has it too.
            output.read(milliseconds: 20)
            var status: Int32 = 0
            if hasEnded(pid) {
                // While its number cannot be another's yet: what it has left in its group goes too.
                kill(-pid, SIGKILL)
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                if let early { return early }
                return status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: status & 0x7F)
            }
            let isLate = deadline.map { clock.now >= $0 } ?? false
            if early == nil, isLate || !isWanted() {
                early = isLate ? .timedOut : .unwanted
                kill(-pid, SIGTERM)
                deadline = clock.now + grace
            } else if early != nil, isLate {
                kill(-pid, SIGKILL)
            }
        }
    }

    private static func hasEnded(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        guard waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 else { return errno != EINTR }
        return info.si_signo == SIGCHLD
    }

    /// The reading end of the pipe.
    private struct Output {
        let descriptor: Int32
        var kept: [UInt8] = []
        private var isOpen = true
        private let room = IOBuffer(count: 16 << 10)

        init(descriptor: Int32) {
            self.descriptor = descriptor
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        }

        /// Waits for something, and takes all that is there.
        mutating func read(milliseconds: Int32) {
            guard isOpen else {
                // Closed, but not ended yet.
                if milliseconds > 0 { usleep(500) }
                return
            }
            var wish = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wish, 1, milliseconds) > 0 else { return }
            // What writes without end is waited for no longer than others.
            for _ in 0..<64 {
                let got = Glibc.read(descriptor, room.bytes.baseAddress, room.bytes.count)
                if got > 0 {
                    kept += room.bytes.prefix(min(got, max(0, CapturedRun.mostOutput - kept.count)))
                } else {
                    if got == 0 { isOpen = false }
                    return
                }
            }
        }
    }
}
