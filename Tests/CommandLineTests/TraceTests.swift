// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

/// `mount --record`, `trace show` and `trace replay`, over live mounts of this machine.
@Suite(.serialized, .enabled(if: MountHost.isPossible, "needs /dev/fuse"), .timeLimit(.minutes(3)))
struct TraceTests {
    private let workspace: Workspace
    private let tool: Tool

    init() throws {
        workspace = try SmallDump.workspace()
        try FileManager.default.createDirectory(atPath: workspace.path("dir"), withIntermediateDirectories: false)
        tool = Tool(workspace)
    }

    /// Lines of a JSON answer, each held against its schema.
    private func lines(_ result: Tool.Result, schema: String) throws -> [JSONValue] {
        let lines = try result.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/\(schema).json"))
        #expect(schema.problems(with: try #require(lines.first)) == [])
        for line in lines.dropFirst() { #expect(schema.problems(with: line, definition: "line") == []) }
        return lines
    }

    private let faults = ["--with", "faults,seed=3,flip=1e-4,eio=10%,on=program"]

    @Test func whatWasRecordedHappensAgain() throws {
        let mount = ["mount", "-q", "-l", "none", "-g", SmallDump.geometry, "dump.bin", "dir", "--store", "s.muse"]
        let work =
            "cat $dir/raw.bin | wc -c; for i in 1 2 3 4 5 6; do printf $i | dd of=$dir/data.bin bs=1 seek=$((i*2000)) conv=notrunc,fsync status=none; done; true"
        let mounted = try tool.run(mount + ["--record", "t.trace", "--run", work] + faults)
        #expect(mounted.status == 0 && mounted.text == "\(SmallDump.bytes.count)\n", "\(mounted.errors)")
        let shown = try tool("trace", "show", "t.trace")
        for word in ["read", "program", "erase", "sync", "fault", "flip=1e-4, bits: ", "KIND"] {
            #expect(shown.text.contains(word), "\(word): \(shown.text)")
        }
        let listed = try lines(try tool("trace", "show", "--json", "t.trace"), schema: "museimg.trace-show")
        #expect(listed.dropFirst().dropLast().map { $0["number"]?.int } == Array(1...listed.count - 2))
        #expect(listed.first?["filters"]?.items?.first?.text == faults[1])

        // Faults are in the store's journal, as many as in the trace.
        let logged = try tool("store", "log", "s.muse", "--marks").text.split(separator: "\n").filter {
            $0.contains("  fault  ")
        }
        #expect(logged.count == listed.filter { $0["kind"]?.text == "fault" }.count && logged.count > 3)

        let replay = [
            "trace", "replay", "t.trace", "dump.bin", "-q", "-l", "none", "-g", SmallDump.geometry, "--verify",
        ]
        let again = try tool.run(replay + faults + ["--store", "again.muse"])
        #expect(again.status == 0 && again.text.hasSuffix("; all as recorded\n"), "\(again.text)\(again.errors)")
        #expect(try tool("compare", "--raw", "store:s.muse", "store:again.muse").status == 0)
        let other = try tool.run(replay)
        #expect(other.status == 1 && other.text.contains("... and "), "\(other.text)")
        let differences = try lines(try tool.run(replay + ["--json"]), schema: "museimg.trace-replay")
        #expect(differences.last?["differences"]?.int == differences.count - 2)
        #expect(try tool.run(replay + faults + ["--until", "20", "--save", "new.bin"]).status == 0)
        #expect(try workspace.read("new.bin").count == SmallDump.bytes.count)
        #expect(try workspace.read("dump.bin") == SmallDump.bytes)
    }

    @Test func nothingIsLeftOfWhatDidNotBegin() throws {
        let files = try workspace.listing()
        let refused = try tool("mount", "-g", SmallDump.geometry, "dump.bin", "nowhere", "--record", "t.trace")
        #expect(refused.status == 2, "\(refused.errors)")
        let parts = try tool(
            "mount", "-g", SmallDump.geometry, "dump.bin", "dir", "--record", "t.trace", "--parts", "4k(a),zz")
        #expect(parts.status == 64)
        #expect(try workspace.listing() == files)
        let there = try tool("mount", "-g", SmallDump.geometry, "dump.bin", "dir", "--record", "data.bin")
        #expect(there.status == 64 && there.errors.contains("data.bin: is already there"), "\(there.errors)")
    }

    /// A small disk for store and trace; nil where there can be none.
    private func smallDisk(_ size: String) throws -> Bool {
        try tool.shell("mkdir small && mount -t tmpfs -o size=\(size) museimg-test small").status == 0
    }

    @Test(.enabled(if: geteuid() == 0, "mounts a small tmpfs, for root"))
    func aFullDiskEndsTheRecordingAndNothingElse() throws {
        #expect(try smallDisk("24k"))
        defer { _ = try? tool.shell("umount small") }
        let mount = ["mount", "-q", "-g", SmallDump.geometry, "--volatile", "dump.bin", "dir"]
        #expect(try tool.run(mount + ["--record", "small/t.trace"]).status == 0)
        let written = try tool.shell(
            "for i in 1 2 3 4 5 6 7 8; do dd if=/dev/urandom of=dir/data.bin bs=4096 seek=1 count=1 conv=notrunc,fsync status=none || exit 1; done"
        )
        #expect(written.status == 0, "\(written.errors)")
        let ended = try tool("umount", "dir")
        #expect(
            ended.status == 3 && (ended.text + ended.errors).contains("were not recorded"),
            "\(ended.text)\(ended.errors)")
        #expect(try tool("trace", "show", "small/t.trace", "-n", "1").status == 0)
    }

    @Test(.enabled(if: geteuid() == 0, "mounts a small tmpfs, for root"))
    func aFullDiskMakesTheStoreReadOnly() throws {
        #expect(try smallDisk("32k"))
        defer { _ = try? tool.shell("umount small") }
        let mount = ["mount", "-q", "-g", SmallDump.geometry, "dump.bin", "dir", "--store", "small/s.muse"]
        #expect(try tool.run(mount).status == 0)
        func write(_ byte: Character) throws -> Tool.Result {
            try tool.shell(
                "head -c 4096 /dev/zero | tr '\\0' \(byte) | dd of=dir/data.bin bs=4096 seek=1 conv=notrunc,fsync status=none"
            )
        }
        var written: Character?
        var failure = ""
        for byte in "abcdefghijklmnop" {
            let result = try write(byte)
            guard result.status == 0 else {
                failure = result.errors
                break
            }
            written = byte
        }
        let last = try #require(written)
        #expect(failure.contains("No space left on device"), "\(failure)")
        // It goes on, read-only.
        #expect(try workspace.read("dir/data.bin").count == SmallDump.data.count)
        let refused = try write("z")
        #expect(refused.status != 0 && refused.errors.contains("Read-only file system"), "\(refused.errors)")
        #expect(try tool("umount", "dir").status == 0)

        // The store is good, and has all that was synced.
        let check = try tool("store", "check", "small/s.muse")
        #expect(check.status == 0, "\(check.text)\(check.errors)")
        let log = try tool("store", "log", "small/s.muse", "--json").text.split(separator: "\n")
        let sync = try log.dropFirst().map { try JSONValue(parsing: String($0)) }.first { $0["kind"]?.text == "sync" }
        let point = try #require(sync?["last"]?.int)
        #expect(
            try tool(
                "convert", "-q", "store:small/s.muse@\(point)", "out.bin", "-O", "raw", "--bad", "keep", "--oob", "drop"
            ).status == 0)
        #expect(try workspace.read("out.bin")[4096..<8192].allSatisfy { $0 == last.asciiValue })
    }
}
