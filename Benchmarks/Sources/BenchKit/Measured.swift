// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Glibc

/// What one run of a command took, as the operating system accounts for it.
public struct Measured {
    /// Seconds.
    public var wall: Double
    /// Seconds of user and system time.
    public var cpu: Double
    /// Largest resident set, in bytes.
    public var peak: Int

    public init(wall: Double, cpu: Double, peak: Int) {
        (self.wall, self.cpu, self.peak) = (wall, cpu, peak)
    }

    /// Runs a command to its end; what it prints is dropped.
    public static func run(_ command: [String]) throws -> Measured {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        arguments.append(nil)
        var process = pid_t()
        let begin = ContinuousClock.now
        guard posix_spawnp(&process, command[0], &actions, nil, arguments, environ) == 0 else {
            throw Failure("cannot run \(command[0])")
        }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else { throw Failure("lost \(command[0])") }
        let wall = begin.duration(to: .now)
        // Exit status 0 and 3 (done with an account) are both runs that did the work.
        let code = (status >> 8) & 0xFF
        guard status & 0x7F == 0, code == 0 || code == 3 else {
            throw Failure("\(command.joined(separator: " ")) ended with \(code)")
        }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Measured(
            wall: Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18,
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), peak: usage.ru_maxrss * 1024)
    }
}
