// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry
import Foundation
import TestKit
import Testing

/// `museimg trace powercut`, as a person uses it.
@Suite struct PowercutTests {
    private let workspace: Workspace
    private let tool: Tool

    /// A chip of two blocks that is to have the word VALID in one of them at any time, after four updates of which the
    /// third erases the old copy before the new one is there.
    init() throws {
        workspace = try Workspace()
        try FileManager.default.createDirectory(atPath: workspace.path("tmp"), withIntermediateDirectories: true)
        var tool = Tool(workspace)
        tool.environment["TMPDIR"] = workspace.path("tmp")
        self.tool = tool
        #expect(try tool.shell("$museimg store create chip.muse --from blank,geometry=512+16x4x2:").status == 0)
        let store = try StoreFile.open(path: workspace.path("chip.muse")) {
            try ImageOpener(registry: museimgFormats).open($0, geometry: $1)
        }
        func copy(to block: Int) throws {
            var data = [UInt8](repeating: 0xFF, count: 512)
            data.replaceSubrange(300..<305, with: Array("VALID".utf8))
            try store.program(PageNumber(block * 4), data: data, oob: nil)
        }
        try copy(to: 0)
        try store.sync()
        for (old, isBuggy) in [(0, false), (1, false), (0, true), (1, false)] {
            if isBuggy { try store.erase(BlockNumber(old)) }
            try copy(to: 1 - old)
            if !isBuggy { try store.erase(BlockNumber(old)) }
            try store.sync()
        }
        try store.close()
    }

    private static let judge = "$museimg convert -q -O raw $image - | grep -aq VALID"

    private func powercut(_ words: String..., check: String = judge) throws -> Tool.Result {
        try tool.run(
            ["trace", "powercut", "chip.muse", "--check", check]
                + words.flatMap { $0.split(separator: " ").map(String.init) })
    }

    /// Lines of a JSON answer behind the header.
    private func lines(_ result: Tool.Result) throws -> [JSONValue] {
        try result.text.split(separator: "\n").dropFirst().map { try JSONValue(parsing: $0) }
    }

    @Test func findsKeepsAndReproduces() throws {
        let result = try powercut(
            "--at 2.. --tear none,page,half,random --seed 5 --keep-going --keep-failing bad --json")
        #expect(result.status == 1)
        let lines = try lines(result)
        let failing = lines.filter { $0["status"]?.text == "failed" }
        // Between the erase of the third update, record 9, and the program after it; and where that is torn.
        #expect(failing.contains { $0["point"]?.int == 9 && $0["tear"]?.text == "none" })
        #expect(failing.allSatisfy { [8, 9].contains($0["point"]?.int) })
        #expect(!failing.contains { $0["point"]?.int == 8 && $0["tear"]?.text == "none" })
        #expect(lines.count > 20)
        let kept = failing.compactMap { $0["kept"]?.text }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: workspace.path("bad")).sorted()
                == kept.map { String($0.dropFirst(4)) }.sorted())
        for line in failing {
            let again = try #require(line["again"]?.text)
            #expect(try tool.shell(again).status == 1, "\(again)")
        }
        // The same from elsewhere, after the store has grown.
        #expect(try tool.shell("$museimg store mark chip.muse later && mkdir away && mv bad/* away").status == 0)
        for path in kept {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            #expect(
                try tool.shell("cd / && image='\(workspace.path("away"))/\(name)' sh -c '\(Self.judge)'").status == 1)
            for command in ["info", "check", "map", "store log", "store check"] {
                #expect(try tool.shell("$museimg \(command) away/\(name)").errors == "", "\(command)")
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("tmp")) == [])
    }

    @Test func stopsAtTheFirstFailure() throws {
        let result = try powercut("-j 3 --at 2..")
        #expect(result.status == 1)
        #expect(result.text.contains(" 1 failed, "))
        #expect(result.text.contains(" not looked at"))
        #expect(try powercut("--at 2..8").status == 0)
    }

    @Test func isTheSameWithAnyNumberOfJobs() throws {
        let words = "--tear none,page,random --seed 3 --at random:12 --keep-failing bad --json"
        for mode in ["", " --keep-going"] {
            var first: (Tool.Result, [String: [UInt8]])?
            for jobs in [1, 4, 4] {
                let result = try powercut(words + mode + " -j \(jobs)", check: "cksum <$image; \(Self.judge)")
                let names = (try? FileManager.default.contentsOfDirectory(atPath: workspace.path("bad"))) ?? []
                let files = try Dictionary(uniqueKeysWithValues: names.map { ($0, try workspace.read("bad/\($0)")) })
                try? FileManager.default.removeItem(atPath: workspace.path("bad"))
                guard let (known, kept) = first else {
                    first = (result, files)
                    continue
                }
                #expect(result.text == known.text)
                #expect(result.status == known.status)
                #expect(files == kept)
            }
        }
    }

    @Test func tellsTheSeedThatItDrew() throws {
        let first = try powercut("--tear random --keep-going", check: "cksum <$image")
        let seed = try #require(first.text.firstMatch(of: /seed (\d+)/)?.1)
        let again = try powercut("--tear random --keep-going --seed \(seed)", check: "cksum <$image")
        #expect(again.text == first.text)
    }

    @Test func endsWhatTakesTooLong() throws {
        let result = try powercut(
            "--at 2,4 --timeout 0.4 --keep-going --json", check: "sleep 61 & echo $! >>pids; trap '' TERM; wait")
        #expect(result.status == 1)
        #expect(try lines(result).map { $0["status"]?.text } == ["timeout", "timeout"])
        try expectGone()
    }

    /// Also what a command that went well has left running.
    @Test func leavesNothingRunning() throws {
        #expect(try powercut("--at 2,4", check: "sleep 62 & echo $! >>pids").status == 0)
        try expectGone()
    }

    private func expectGone() throws {
        let pids = String(decoding: try workspace.read("pids"), as: UTF8.self).split(separator: "\n").compactMap {
            Int32($0)
        }
        #expect(pids.count == 2)
        for pid in pids {
            // Killed is not yet taken away by who inherited it.
            let state = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.split(separator: " ")
                .dropFirst(2).first
            #expect(state == nil || state == "Z", "\(pid) is \(state ?? "")")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("tmp")) == [])
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalLeavesNothingBehind(_ signal: Int32) throws {
        let errors = Pipe()
        let process = try tool.start(
            Tool.executable,
            ["trace", "powercut", "chip.muse", "-j", "2", "--check", "sleep 63 & echo $! >>pids; sleep 64"],
            input: FileHandle.nullDevice, output: FileHandle.nullDevice, errors: errors)
        while ((try? workspace.read("pids")) ?? []).count(where: { $0 == 10 }) < 2 { usleep(2000) }
        kill(process.processIdentifier, signal)
        // From a terminal or timeout(1) it may come twice.
        kill(process.processIdentifier, signal)
        try process.wait(seconds: 30)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 128 + signal)
        #expect(
            String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == "museimg: stopped\n")
        try expectGone()
    }

    @Test func givesWhatWasPromised() throws {
        let hash = "d0dbe6e2f1bd0ff4bfbbd1e5ec97d2d0ec8a3d3f8c6fb0a9b0b1f9ee1a1d5c8e"
        try workspace.write("promises", Array("2 \(hash) a/b c\n5 ? a/b c\n8 - a/b c\n".utf8))
        let result = try powercut(
            "--at 2,5,8 --manifest promises --json",
            check: "echo \"$point $tear [$(cat $promised)] [$(cat $absent)]\"")
        #expect(
            try lines(result).map { $0["output"]?.text } == [
                "2 none [\(hash)  a/b c] []", "5 none [] []", "8 none [] [a/b c]",
            ])
        // What fails is kept with what was promised of it.
        let failing = try powercut(
            "--at 2 --manifest promises --keep-failing bad --json", check: "cd / && ! grep c $promised")
        let again = try #require(try lines(failing).first?["again"]?.text)
        #expect(try tool.shell(again).text == "\(hash)  a/b c\n")
        #expect(try workspace.listing().contains("bad"))
    }

    @Test func writesOtherFormats() throws {
        let result = try powercut("-O raw --keep-failing bad --at 2,9 --keep-going", check: "grep -aq VALID $image")
        #expect(result.status == 1)
        let again = try #require(result.text.firstMatch(of: /again: (.*)/)?.1)
        let line = again.replacing("museimg convert", with: "$museimg convert")
        #expect(try tool.shell(String(line)).status == 1)
        #expect(try workspace.read("bad/chip-9-none.image").count == 4096)
    }

    /// What the line after `$ museimg trace powercut` says, its exit status, and a part of its complaint.
    private static let odd: [(String, Int32, String)] = [
        ("chip.muse --check true --at 500", 64, "no record 500"),
        ("chip.muse --check true --at 3..2", 64, "comes after"),
        ("chip.muse@4 --check true --at 6", 64, "comes after 4"),
        ("chip.muse --check true --at here", 64, "no mark 'here'"),
        ("chip.muse", 64, "--check"),
        ("chip.muse --check ''", 64, "empty"),
        ("chip.muse --check true -j 0", 64, "-j 0"),
        ("chip.muse --check true --timeout 0", 64, "--timeout"),
        ("chip.muse --check true --as file -O nothing", 64, "nothing"),
        ("chip.muse --check true --as mtd -O raw", 64, "-O"),
        ("chip.muse --check true --tear twice", 64, "twice"),
        ("nowhere.muse --check true", 2, "nowhere.muse: cannot open"),
        ("chip.muse --check true --manifest nowhere", 2, "nowhere: cannot open"),
        ("chip.muse --check true --manifest chip.muse", 64, "line 1"),
        ("chip.muse --check false --keep-failing chip.muse", 2, "chip.muse"),
        ("chip.muse --check false --keep-failing no/where", 2, "no/where: cannot create"),
    ]

    @Test(arguments: odd.map(\.0)) func oddWordsAreRefused(_ line: String) throws {
        let (_, status, text) = try #require(Self.odd.first { $0.0 == line })
        let result = try tool.shell("$museimg trace powercut \(line)")
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(text), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("tmp")) == [])
    }

    @Test func aMissingBaseIsTold() throws {
        try workspace.write("dump.bin", SmallDump.bytes)
        #expect(
            try tool.shell("$museimg store create over.muse --from dump.bin -g 512+16x8 && rm dump.bin").status == 0)
        let result = try tool("trace", "powercut", "over.muse", "--check", "true")
        #expect(result.status == 2)
        #expect(result.errors.contains("its base dump.bin is not there"), "\(result.errors)")
    }

    @Test func anEmptyStoreHasOneState() throws {
        #expect(try tool.shell("$museimg store create new.muse --from blank,geometry=512+16x4x2:").status == 0)
        let result = try tool(
            "trace", "powercut", "new.muse", "--check", "$museimg info -q $image >&2; echo $point", "--tear", "page",
            "--seed", "1")
        #expect(result.status == 0)
        #expect(result.text.hasSuffix("\n1 cut: 1 ok, 0 failed, seed 1\n"))
    }

    @Test func withoutAPlaceForItsFilesItFails() throws {
        var tool = tool
        tool.environment["TMPDIR"] = workspace.path("nowhere")
        let result = try tool("trace", "powercut", "chip.muse", "--check", "true")
        #expect(result.status == 2)
        #expect(result.errors.contains("nowhere"))
    }

    @Test func asFilesInAFolder() throws {
        let hasFUSE = FileManager.default.fileExists(atPath: "/dev/fuse")
        let result = try powercut(
            "--as fuse --at 8,9 --keep-going --json", check: "echo $tear; grep -aq VALID $dir/data.bin")
        guard hasFUSE else {
            #expect(result.status == 69)
            return
        }
        #expect(result.status == 1)
        #expect(try lines(result).map { $0["status"]?.text } == ["ok", "failed"])
        #expect(try lines(result).map { $0["output"]?.text } == ["none", "none"])
        let slow = try powercut(
            "--as fuse --at 7 --timeout 1", check: "sleep 65 & echo $! >>pids; sleep 66 & echo $! >>pids; wait")
        #expect(slow.text.contains("timeout"))
        try expectGone()
    }

    @Test func asAnMTDItWantsTheDriver() throws {
        guard !FileManager.default.fileExists(atPath: "/dev/muse") else { return }
        let result = try powercut("--as mtd")
        #expect(result.status == 69)
        #expect(result.errors.contains("/dev/muse"))
    }
}
