// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What is mounted where. Source: proc(5), `/proc/self/mountinfo`.
enum MountTable {
    /// The type of the file system that is mounted at `path` last; nil when none is.
    static func type(at path: String) -> String? {
        guard let fields = entry(path), let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else {
            return nil
        }
        return String(fields[dash + 1])
    }

    /// The minor number of its device, by which the kernel calls its connection.
    static func device(at path: String) -> Int? {
        entry(path).flatMap { $0.count > 2 ? $0[2].split(separator: ":").last.flatMap { Int($0) } : nil }
    }

    private static func entry(_ path: String) -> [Substring]? {
        var found: [Substring]?
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 5, fields[4] == escaped(path) { found = fields }
        }
        return found
    }

    /// Blanks and the like are told as octal numbers.
    private static func escaped(_ path: String) -> String {
        var out = ""
        for scalar in path.unicodeScalars {
            switch scalar {
            case " ": out += "\\040"
            case "\t": out += "\\011"
            case "\n": out += "\\012"
            case "\\": out += "\\134"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static var table: String {
        guard let file = fopen("/proc/self/mountinfo", "re") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Programs that come with the system.
enum Helper {
    /// Runs one and waits for its end; what came of it is to be seen elsewhere.
    static func run(_ words: [String]) {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        guard posix_spawnp(&child, words[0], nil, nil, &arguments, environ) == 0 else { return }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
    }
}
