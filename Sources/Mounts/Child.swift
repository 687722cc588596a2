// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A process of ours.
public struct Child: Sendable {
    public let pid: Int32

    /// Runs a line of shell.
    ///
    /// - Parameter variables: added to the environment.
    /// - Throws: `Errno`.
    public init(shell line: String, variables: [String: String]) throws(Errno) {
        pid = try Child.spawn(
            "/bin/sh", ["sh", "-c", line], environment: Child.environment(adding: variables), nil, nil)
    }

    /// Ours, with `variables` in place of those with their names.
    static func environment(adding variables: [String: String]) -> [String] {
        var own: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !variables.keys.contains(where: { text.hasPrefix("\($0)=") }) { own.append(text) }
            next += 1
        }
        return own + variables.map { "\($0)=\($1)" }
    }

    /// Its exit status once it has ended, 128 and more for signals; nil while it runs.
    public func poll() -> Int32? {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) == pid ? Child.code(status) : nil
    }

    public func terminate() { kill(pid, SIGTERM) }

    static func status(of pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return 70 }
        }
        return code(status)
    }

    private static func code(_ status: Int32) -> Int32 {
        status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// - Parameter environment: nil for our own.
    static func spawn(
        _ path: String, _ arguments: [String], environment: [String]?,
        _ actions: UnsafePointer<posix_spawn_file_actions_t>?, _ attributes: UnsafePointer<posix_spawnattr_t>?
    ) throws(Errno) -> pid_t {
        var pid: pid_t = 0
        let failure = withStrings(arguments) { arguments in
            guard let environment else { return posix_spawn(&pid, path, actions, attributes, arguments, environ) }
            return withStrings(environment) { posix_spawn(&pid, path, actions, attributes, arguments, $0) }
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return pid
    }

    private static func withStrings<T>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> T
    ) -> T {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<CChar>?.self, capacity: buffer.count) { copy in
                _ = copy.initialize(from: buffer)
                guard let start = copy.baseAddress else { preconditionFailure("an argument list has at least its end") }
                return body(start)
            }
        }
    }
}
