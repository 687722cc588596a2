// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where live mounts leave their records and sockets: `/run/museimg` for root, else below `$XDG_RUNTIME_DIR`.
public struct RunFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// - Throws: ``MountError`` (`failed`) when there is no place that is this user's own.
    public static func standard() throws(MountError) -> RunFolder {
        if geteuid() == 0 { return RunFolder(path: "/run/museimg") }
        guard let own = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), own.hasPrefix("/") else {
            throw MountError(
                .failed, "no folder for the state of live mounts", hint: "set XDG_RUNTIME_DIR, or be root")
        }
        return RunFolder(path: own + "/museimg")
    }

    /// A record's file and socket have the name of its process.
    func recordPath(_ pid: Int32) -> String { "\(path)/\(pid).json" }
    public func socketPath(_ pid: Int32) -> String { "\(path)/\(pid).sock" }

    /// Makes the folder, for its user alone.
    func create() throws(MountError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw MountError(.failed, "\(path): cannot be made: \(Errno(rawValue: errno))")
    }

    /// Puts a record in its place, whole. A signal that has come is no reason not to: the mount may stay for all that.
    public func write(_ record: MountRecord) throws {
        try create()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let path = recordPath(record.pid)
        do {
            try (encoder.encode(record) + [0x0A]).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw MountError(.failed, "\(path): cannot be written: \(error)")
        }
    }

    public func remove(_ pid: Int32) {
        unlink(recordPath(pid))
        unlink(socketPath(pid))
    }

    /// Live mounts, by place. What processes left that are gone is swept away.
    public func records() -> [MountRecord] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var found: [MountRecord] = []
        for name in names where name.hasSuffix(".json") {
            guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)"),
                let record = try? JSONDecoder().decode(MountRecord.self, from: bytes), name == "\(record.pid).json"
            else { continue }
            if kill(record.pid, 0) == 0 || errno == EPERM {
                found.append(record)
            } else {
                remove(record.pid)
            }
        }
        return found.sorted { $0.place < $1.place }
    }

    /// The mount that `text` means: `mtd4`, `/dev/mtd4`, a directory, or the image's path when only one mount has it.
    ///
    /// - Throws: ``MountError`` (`notMounted`).
    public func record(for text: String) throws(MountError) -> MountRecord {
        let all = records()
        let name = text.hasPrefix("/dev/") ? String(text.dropFirst(5)) : text
        let absolute = Self.absolute(text)
        if let own = all.first(where: { $0.place == name || $0.place == absolute }) { return own }
        let images = all.filter { $0.image == absolute }
        if images.count == 1 { return images[0] }
        throw MountError(
            .notMounted,
            images.isEmpty ? "\(text): not mounted" : "\(text): mounted \(images.count) times: name one by its place",
            hint: "`museimg status` lists the live mounts")
    }

    /// With links resolved as far as the path exists.
    public static func absolute(_ path: String) -> String {
        guard let real = realpath(path, nil) else {
            guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
            defer { free(here) }
            return String(cString: here) + "/" + path
        }
        defer { free(real) }
        return String(cString: real)
    }
}
