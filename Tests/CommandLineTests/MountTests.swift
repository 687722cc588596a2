// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

enum MountHost {
    static let isPossible: Bool = {
        let descriptor = open("/dev/fuse", O_RDWR)
        guard descriptor >= 0 else {
            print("SKIPPED: /dev/fuse cannot be opened, nothing of `mount DIR` is tested")
            return false
        }
        close(descriptor)
        return true
    }()
}

/// `mount DIR`, `umount` and `status`, on this very machine.
@Suite(.serialized, .enabled(if: MountHost.isPossible, "needs /dev/fuse"), .timeLimit(.minutes(3)))
struct MountTests {
    private let workspace: Workspace
    private let tool: Tool

    init() throws {
        workspace = try SmallDump.workspace()
        try FileManager.default.createDirectory(atPath: workspace.path("dir"), withIntermediateDirectories: false)
        tool = Tool(workspace)
    }

    private var isMounted: Bool {
        FileManager.default.fileExists(atPath: workspace.path("dir/data.bin"))
    }

    /// A mount whose server is gone is there for the kernel, and has no files.
    private func isInKernel() throws -> Bool {
        try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).contains(workspace.path("dir"))
    }

    /// Other mounts of this machine are none of ours.
    private func isListed() throws -> Bool {
        try tool("status").text.contains(workspace.folder.lastPathComponent)
    }

    /// A file that was just closed may be in use for a moment yet.
    private func umount(_ arguments: String...) throws -> Tool.Result {
        var result = try tool.run(["umount"] + arguments)
        for _ in 0..<50 where result.status == 75 {
            Thread.sleep(forTimeInterval: 0.05)
            result = try tool.run(["umount"] + arguments)
        }
        return result
    }

    @Test func faultsLieBelowTheECC() throws {
        let files = try workspace.listing()
        let ecc = ["mount", "-l", "linux-hamming-small", "-g", SmallDump.geometry, "ecc-1.bin", "dir", "-v"]
        let result = try tool.run(
            ecc + [
                "--with", "faults,seed=3,flip@page:0=1,bad@block:4", "--run",
                "cmp -l $dir/raw.bin ecc-1.bin | wc -l; cmp -n 512 $dir/data.bin ecc-1.bin && cat $dir/bad.txt",
            ])
        #expect(result.errors.contains("chip > faults > ecc > fuse"), "\(result.errors)")
        #expect(result.errors.contains("fault flip@page:0=1, bits: 1"), "\(result.errors)")
        #expect(
            result.text.hasSuffix("\n3\n2\t0x00002000\n4\t0x00004000\n"),
            "one wrong bit, corrected, and two marks of the bad block: \(result.text) \(result.errors)")
        #expect(try workspace.listing() == files)
        let drawn = try tool.run(ecc + ["--with", "faults,eio=0.1%", "--run", "true"])
        #expect(drawn.errors.contains("--with faults,eio=0.1%,seed="), "\(drawn.errors)")
    }

    @Test func goesOnBehindAndIsListed() throws {
        let mounted = try tool("mount", "-g", SmallDump.geometry, "dump.bin", "dir")
        #expect(mounted.status == 0, "\(mounted.errors)")
        #expect(mounted.text.contains("/dir: 24 KiB, 512+16x8x6"), "\(mounted.text)")
        #expect(mounted.errors.contains("read-only"))
        #expect(try workspace.read("dir/data.bin") == SmallDump.data)
        #expect(try workspace.read("dir/raw.bin") == SmallDump.bytes)
        #expect(try workspace.read("dir/bad.txt") == Array("2\t0x00002000\n".utf8))
        let info = try JSONValue(parsing: String(decoding: try workspace.read("dir/info.json"), as: UTF8.self))
        #expect(info["schema"]?.text == "museimg.info/1")
        #expect(try tool.shell("echo x >dir/data.bin").status != 0)

        let status = try tool("status")
        #expect(status.status == 0 && status.text.contains("/dir ") && status.text.contains("/dump.bin"))
        let answer = try JSONValue(parsing: try tool("status", "dir", "--json").text)
        let counters = answer["mounts"]?.items?.first?["counters"]
        #expect(counters?["bytesRead"]?.int ?? 0 >= SmallDump.data.count)
        #expect(try umount("dump.bin").status == 0)
        #expect(!isMounted)
        #expect(try !isListed())
        #expect(try tool("umount", "dir").status != 0)
    }

    @Test func changesAreKeptInAStore() throws {
        let mount = ["mount", "--store", "s.muse"]
        let made = try tool.run(mount + ["-g", SmallDump.geometry, "dump.bin", "dir"])
        #expect(made.status == 0 && made.errors.contains("changes are kept in"), "\(made.errors)")
        #expect(try tool("mount", "--store", "s.muse", "dir").status == 75)
        #expect(try tool("store", "mark", "s.muse", "x").status == 75)
        #expect(try tool.shell("printf changed | dd of=dir/data.bin bs=1 seek=4096 conv=notrunc,fsync").status == 0)
        // A reader looks into it while it is mounted.
        let log = try tool("store", "log", "s.muse")
        #expect(log.status == 0 && log.text.contains("program") && log.text.contains("sync"), "\(log.text)")
        let answer = try JSONValue(parsing: try tool("status", "dir", "--json").text)
        let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/museimg.status.json"))
        #expect(schema.problems(with: answer) == [])
        #expect(try umount("dir").status == 0)
        #expect(try tool("store", "mark", "s.muse", "first").status == 0)
        #expect(try workspace.read("dump.bin") == SmallDump.bytes)

        // The image may be left out now; another one may not be given.
        #expect(try tool("mount", "-q", "--store", "s.muse", "data.bin", "dir").status == 64)
        #expect(try tool("mount", "-q", "--store", "s.muse", "dir").status == 0)
        #expect(Array(try workspace.read("dir/data.bin")[4096..<4103]) == Array("changed".utf8))
        #expect(try tool.shell("printf again | dd of=dir/data.bin bs=1 seek=4096 conv=notrunc,fsync").status == 0)
        #expect(try umount("dir").status == 0)

        // Outside of what was touched the export is the dump.
        #expect(try tool("store", "export", "s.muse@first", "out.bin").status == 0)
        let out = try workspace.read("out.bin")
        let touched = 528 * 8..<528 * 16
        #expect(out.count == SmallDump.bytes.count && out != SmallDump.bytes)
        #expect(out[..<touched.lowerBound] == SmallDump.bytes[..<touched.lowerBound])
        #expect(out[touched.upperBound...] == SmallDump.bytes[touched.upperBound...])
        #expect(try tool("store", "rewind", "s.muse", "0").status == 0)
        #expect(try tool("store", "export", "--force", "s.muse", "out.bin").status == 0)
        #expect(try workspace.read("out.bin") == SmallDump.bytes)
        #expect(try tool("compare", "store:s.muse@first", "store:s.muse").status == 1)
    }

    @Test func oneImageIsMountedTwiceButSavedOnce() throws {
        try FileManager.default.createDirectory(
            atPath: workspace.path("other"), withIntermediateDirectories: false)
        let mount = ["mount", "-q", "-g", SmallDump.geometry, "dump.bin"]
        #expect(try tool.run(mount + ["dir", "--save", "out.bin"]).status == 0)
        let second = try tool.run(mount + ["other", "--save", "out.bin"])
        #expect(second.status == 75 && second.errors.contains("/dir is to be saved there"), "\(second.errors)")
        #expect(try tool.run(mount + ["other"]).status == 0)
        #expect(try workspace.read("other/data.bin") == SmallDump.data)
        #expect(try umount("other").status == 0)
        #expect(try umount("dir").status == 0)
        #expect(try workspace.read("out.bin") == SmallDump.bytes)
    }

    @Test func captiveRunsEndWithTheirCommand() throws {
        let run = try tool(
            "mount", "-g", SmallDump.geometry, "--parts", "4k(a)ro,-(b)", "dump.bin", "dir", "--run",
            "ls $dir/parts; stat -c %s $dir/parts/b.bin; exit 7")
        #expect(run.status == 7, "\(run.errors)")
        #expect(run.text == "a.bin\nb.bin\n20480\n")
        #expect(!isMounted)
    }

    @Test func changesAreSaved() throws {
        let mounted = try tool("mount", "-g", SmallDump.geometry, "--save", "new.bin", "dump.bin", "dir")
        #expect(mounted.status == 0, "\(mounted.errors)")
        #expect(try tool.shell("printf changed | dd of=dir/data.bin bs=1 seek=4100 conv=notrunc").status == 0)
        #expect(try tool.shell("printf changed | dd of=dir/data.bin bs=1 seek=20 conv=notrunc").status == 0)
        var data = SmallDump.data
        for offset in [20, 4100] { data.replaceSubrange(offset..<offset + 7, with: "changed".utf8) }
        #expect(try workspace.read("dir/data.bin") == data)
        #expect(try workspace.read("dump.bin") == SmallDump.bytes)
        let ended = try umount("dir")
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(try workspace.read("dump.bin") == SmallDump.bytes)
        #expect(
            try tool(
                "convert", "-g", SmallDump.geometry, "-l", "none", "-O", "raw", "--bad", "keep", "new.bin", "new.data"
            ).status == 0)
        #expect(try workspace.read("new.data") == data)
    }

    @Test func whatIsInUseStays() throws {
        #expect(try tool("mount", "-g", SmallDump.geometry, "dump.bin", "dir").status == 0)
        let file = try FileHandle(forReadingFrom: workspace.folder.appendingPathComponent("dir/data.bin"))
        let refused = try tool("umount", "dir")
        #expect(refused.status == 75, "\(refused.errors)")
        #expect(isMounted)
        let again = try tool("mount", "-g", SmallDump.geometry, "dump.bin", "dir")
        #expect(again.status == 75, "\(again.errors)")
        #expect(try tool("umount", "--force", "dir").status == 0)
        #expect(!isMounted)
        try file.close()
    }

    @Test func endsOnASignal() throws {
        let errors = Pipe()
        let process = try tool.start(
            Tool.executable, ["mount", "--foreground", "-g", SmallDump.geometry, "dump.bin", "dir"],
            input: FileHandle.nullDevice, output: FileHandle.nullDevice, errors: errors)
        for _ in 0..<500 where !isMounted { Thread.sleep(forTimeInterval: 0.01) }
        #expect(isMounted)
        kill(process.processIdentifier, SIGTERM)
        try process.wait(seconds: 20)
        #expect(
            process.terminationReason == .exit && process.terminationStatus == 0,
            "\(process.terminationStatus) \(String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self))"
        )
        #expect(!isMounted)
        #expect(try !isInKernel())
    }

    /// A signal may come at any moment: before, while, or after it appears. Nothing may be left.
    @Test(arguments: Array(stride(from: 0, to: 60, by: 3)))
    func endsOnASignal(afterMilliseconds wait: Int) throws {
        let process = try tool.start(
            Tool.executable, ["mount", "--foreground", "-g", SmallDump.geometry, "dump.bin", "dir"],
            input: FileHandle.nullDevice, output: FileHandle.nullDevice, errors: FileHandle.nullDevice)
        Thread.sleep(forTimeInterval: Double(wait) / 1000)
        kill(process.processIdentifier, SIGTERM)
        try process.wait(seconds: 20)
        let isEarly = process.terminationReason == .uncaughtSignal || process.terminationStatus == 143
        #expect(isEarly || process.terminationStatus == 0, "\(process.terminationStatus)")
        #expect(try !isInKernel())
        #expect(try !isListed())
    }

    @Test(arguments: ["", "--foreground"]) func leavesNothingWhereItCannotAnswer(_ option: String) throws {
        let result = try tool.shell(
            "\(Tool.executable.path) mount \(option) -g \(SmallDump.geometry) dump.bin dir >/dev/full")
        #expect(result.status == 2 && result.errors.contains("standard output"), "\(result.status) \(result.errors)")
        #expect(try !isInKernel())
        #expect(try !isListed())
    }

    @Test(.enabled(if: geteuid() == 0, "mounts a small tmpfs, for root"))
    func aFullDiskLosesNothing() throws {
        #expect(try tool.shell("mkdir small && mount -t tmpfs -o size=8k museimg-test small").status == 0)
        defer { _ = try? tool.shell("umount small") }
        #expect(try tool("mount", "-g", SmallDump.geometry, "--save", "small/new.bin", "dump.bin", "dir").status == 0)
        #expect(try tool.shell("printf changed | dd of=dir/data.bin bs=1 seek=20 conv=notrunc").status == 0)
        var data = SmallDump.data
        data.replaceSubrange(20..<27, with: "changed".utf8)
        let full = try umount("dir")
        #expect(full.status == 2, "\(full.errors)")
        #expect(try workspace.read("dir/data.bin") == data, "it stays, with its changes")
        #expect(try tool.shell("mount -o remount,size=1m small").status == 0)
        let ended = try umount("dir")
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(try workspace.read("small/new.bin").count == SmallDump.bytes.count)
    }

    @Test(
        arguments: [
            (["dump.bin", "missing"], 2, "missing"), (["dump.bin", "dump.bin"], 2, "dump.bin"),
            (["dump.bin", "dir", "--parts", "4k(a),zz"], 64, "at byte 6"),
            (["dump.bin", "dir", "--parts", "4k(a"], 64, "at byte 4"),
        ] as [([String], Int32, String)])
    func whatCannotBe(_ arguments: [String], _ status: Int32, _ text: String) throws {
        let result = try tool.run(["mount", "-g", SmallDump.geometry] + arguments)
        #expect(result.status == status && result.errors.contains(text), "\(result.status) \(result.errors)")
        #expect(try !isListed())
    }

    @Test func partitionsAreFound() throws {
        var flash = [UInt8](repeating: 0xFF, count: 8 << 20)
        flash.replaceSubrange(0x80000..<0x82000, with: try Fixture.bytes("inspect/single-le.bin"))
        try workspace.write("flash.bin", flash)
        let run = try tool(
            "mount", "-f", "raw", "-g", "nor:64K", "--parts", "auto", "flash.bin", "dir", "--run",
            "stat -c '%n %s' $dir/parts/* | sed 's,.*/,,'; cmp -i 0:524288 $dir/parts/env.bin flash.bin -n 131072")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text == "env.bin 131072\nkernel.bin 4194304\nrootfs.bin 3538944\nu-boot.bin 524288\n")
        #expect(run.errors.contains("U-Boot environment at 0x80000"), "\(run.errors)")
        let none = try tool(
            "mount", "-g", SmallDump.geometry, "--parts", "auto", "dump.bin", "dir", "--run", "ls $dir/parts")
        #expect(none.status == 0 && none.text == "" && none.errors.contains("no partitions"), "\(none.errors)")
    }

    @Test func answersFollowTheirSchemas() throws {
        func check(_ text: String, _ name: String) throws {
            let answer = try JSONValue(parsing: text)
            #expect(answer["schema"]?.text == "museimg.\(name)/1")
            let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/museimg.\(name).json"))
            #expect(schema.problems(with: answer) == [])
        }
        try check(try tool("status", "--json").text, "status")
        let mounted = try tool(
            "mount", "--json", "-g", SmallDump.geometry, "--save", "new.bin", "--parts", "4k(a)ro,-(b)", "dump.bin",
            "dir")
        #expect(mounted.status == 0, "\(mounted.errors)")
        try check(mounted.text, "mount")
        try check(try tool("status", "--json").text, "status")
        #expect(try umount("dir").status == 0)
    }
}
