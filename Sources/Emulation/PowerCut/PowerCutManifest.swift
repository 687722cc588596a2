// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit

/// What was promised to be durable from which record on: lines of `SEQ STATE PATH`.
///
/// STATE is the SHA-256 of the file's bytes, `-` for a path that is not there, or `?` for one that may be changing. A
/// line holds from its record until the next one of the same path: who changes a file writes `?` before, and the hash
/// once the change is durable.
public struct PowerCutManifest: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// Its bytes have this SHA-256, in small hexadecimal digits.
        case holds(String)
        case absent
        /// Nothing is promised.
        case open
    }

    struct Line: Sendable, Hashable {
        var sequence: Int
        var state: State
        var path: String
    }

    /// By number; those of one number in the order of the file.
    let lines: [Line]

    /// What is due of a state of the chip.
    public struct Due: Sendable, Hashable {
        /// Ascending by path.
        var held: [(path: String, sha256: String)] {
            holds.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        var holds: [String: String] = [:]
        var gone: Set<String> = []

        /// As `sha256sum -c` takes them.
        public var checksums: String {
            held.map { path, hash in
                // As sha256sum writes a name with a backslash.
                path.contains("\\")
                    ? "\\\(hash)  \(path.replacing("\\", with: "\\\\"))\n" : "\(hash)  \(path)\n"
            }.joined()
        }

        /// Paths that must not be there, one a line.
        public var absent: String { gone.sorted().map { "\($0)\n" }.joined() }
    }

    /// - Throws: ``IOFailure``, ``UsageError`` for a line that is none.
    public init(path: String) throws {
        let source = try FileOpening.source(path: path)
        guard source.size <= Self.mostBytes else { throw UsageError("\(path): is larger than a manifest ever is") }
        let bytes = try [UInt8](unsafeUninitializedCapacity: source.size) { room, count in
            count = try source.read(into: UnsafeMutableRawBufferPointer(room), at: 0)
        }
        try self.init(parsing: String(decoding: bytes, as: UTF8.self), name: path)
    }

    /// 256 MiB: a million lines.
    private static let mostBytes = 256 << 20

    /// - Parameter name: of the file, for errors.
    /// - Throws: ``UsageError`` for a line that is none.
    public init(parsing text: String, name: String) throws(UsageError) {
        var lines: [Line] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let sequence = Int(parts[0]), sequence >= 0, let state = Self.state(parts[1]),
                !parts[2].isEmpty
            else {
                throw UsageError(
                    "\(name): line \(number + 1) is no promise: '\(line.prefix(100))'",
                    hint:
                        "as in '142 SHA256 etc/config', '150 ? etc/config' while it changes, '160 - etc/config' once gone"
                )
            }
            lines.append(Line(sequence: sequence, state: state, path: String(parts[2])))
        }
        self.lines = lines.enumerated()
            .sorted { ($0.element.sequence, $0.offset) < ($1.element.sequence, $1.offset) }.map(\.element)
    }

    private static func state(_ word: Substring) -> State? {
        switch word {
        case "-": return .absent
        case "?": return .open
        default:
            let isHash = word.utf8.count == 64 && word.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
            return isHash ? .holds(word.lowercased()) : nil
        }
    }

    /// What has to be so when power was cut after record `point`, whatever became of the operation in flight.
    public func promises(at point: Int) -> Due {
        var due = Due()
        for line in lines {
            if line.sequence > point { break }
            due.holds[line.path] = nil
            due.gone.remove(line.path)
            switch line.state {
            case .holds(let hash): due.holds[line.path] = hash
            case .absent: due.gone.insert(line.path)
            case .open: break
            }
        }
        return due
    }
}
