// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

/// What `scripts/make-docs` writes is current; the manual page it checks by itself.
@Suite struct DocsTests {
    static let pages = [
        ("docs/formats.md", "formats --markdown"),
        ("docs/layouts.md", "layouts --markdown"),
        ("docs/completions/museimg.bash", "--generate-completion-script bash"),
        ("docs/completions/_museimg", "--generate-completion-script zsh"),
        ("docs/completions/museimg.fish", "--generate-completion-script fish"),
    ]

    @Test(arguments: pages.map(\.0)) func isCurrent(_ path: String) throws {
        let line = try #require(DocsTests.pages.first { $0.0 == path }?.1)
        let result = try Tool(try Workspace()).run(line.split(separator: " ").map(String.init))
        #expect(result.status == 0)
        let stored = try String(contentsOf: Tree.file(path), encoding: .utf8)
        let isCurrent = stored == result.text
        #expect(isCurrent, "\(path) is not current: run scripts/make-docs")
    }

    @Test func manualNamesEveryCommandAndExample() throws {
        let manual = try String(contentsOf: Tree.file("docs/man/museimg.1"), encoding: .utf8)
        for command in try ExampleTests.commands() {
            // As a value of its own: a failure is not to print the whole page.
            let isNamed = manual.contains(".It Em \(command)\n")
            #expect(isNamed, "\(command): run scripts/make-docs")
            for example in try ExampleTests.examples(command) {
                let isShown = manual.contains(example)
                #expect(isShown, "\(example): run scripts/make-docs")
            }
        }
    }
}

/// Every example of every help text works.
@Suite struct ExampleTests {
    static func commands() throws -> [String] {
        let help = try Tool(try Workspace())("--help").text
        let list = help.split(separator: "SUBCOMMANDS:").last ?? ""
        return list.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  "), !line.hasPrefix("   "), !line.contains("'museimg help") else { return nil }
            return line.split(separator: " ").first.map(String.init)
        }
    }

    static func examples(_ command: String) throws -> [String] {
        let help = try Tool(try Workspace())(command, "--help").text
        return help.split(separator: "\n").filter { $0.hasPrefix("  museimg ") }.map { String($0.dropFirst(2)) }
    }

    /// A chip of 8 blocks of 64 pages of 2048+64 bytes, in the forms that examples name.
    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        var data: [UInt8] = []
        for page in 0..<512 {
            guard page % 64 < 9 else {
                data += [UInt8](repeating: 0xFF, count: 2048)
                continue
            }
            data += (0..<2048).map { UInt8(truncatingIfNeeded: ($0 &* $0) ^ ($0 >> 3) &+ page &* 37) }
        }
        try workspace.write("d.bin", data)
        let encode = "convert -q -f raw -g 2048x64 -L linux-bch4 -O raw-oob,oob=64 d.bin dump.bin"
        #expect(try Tool(workspace).shell("$museimg \(encode)").status == 0)
        // Two captures of its first pages, as a console shows them.
        try workspace.write("few.bin", Array(data.prefix(8192)))
        let log = "convert -q -f raw -g nor:8K few.bin first.log -O hexdump"
        #expect(try Tool(workspace).shell("$museimg \(log) && cp first.log second.log").status == 0)
        let dump = try workspace.read("dump.bin")
        let oob = stride(from: 2048, to: dump.count, by: 2112).flatMap { dump[$0..<$0 + 64] }
        for (name, bytes) in [
            ("before.bin", data), ("after.bin", data), ("nor.bin", data), ("o.bin", oob), ("first.bin", dump),
            ("second.bin", dump), ("third.bin", dump), ("chip.trace", try FormatTesting.fixture("trace/small.trace")),
        ] { try workspace.write(name, bytes) }
        return workspace
    }

    @Test func work() throws {
        let commands = try ExampleTests.commands()
        #expect(commands.count >= 5)
        for command in commands {
            let examples = try ExampleTests.examples(command)
            #expect((2...6).contains(examples.count), "\(command) has \(examples.count) examples")
            guard !ExampleTests.live.contains(command) else { continue }
            let workspace = try workspace()
            if command == "trace" {
                try workspace.write("chip.muse", FormatTesting.fixture("store/small.muse"))
            }
            for example in examples {
                #expect(example.hasPrefix("museimg \(command) ") || example == "museimg \(command)")
                let result = try Tool(workspace).shell(example.replacingOccurrences(of: "museimg ", with: "$museimg "))
                #expect(result.status == 0, "\(example): \(result.errors)")
                #expect(command == "convert" || !result.text.isEmpty)
                if example.contains(" data.bin"), command == "convert" {
                    #expect(try workspace.read("data.bin") == workspace.read("d.bin"))
                }
            }
        }
    }

    /// Commands whose examples change the machine, not a file.
    private static let live: Set = ["mount", "umount", "status"]

    /// Without a driver an MTD cannot be: in virtual machines there is one. Files in a folder can.
    @Test func liveExamples() throws {
        let workspace = try workspace()
        let hasDriver = FileManager.default.fileExists(atPath: "/dev/muse")
        let hasFUSE = FileManager.default.fileExists(atPath: "/dev/fuse")
        for example in try ExampleTests.live.sorted().flatMap(ExampleTests.examples) where !example.contains("--all") {
            let place = workspace.path("place")
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let line = example.replacingOccurrences(of: "museimg ", with: "$museimg ")
                .replacingOccurrences(of: "/mnt", with: place)
            let isMount = example.hasPrefix("museimg mount")
            guard !isMount || !hasDriver || example.contains("/mnt") else { continue }
            let status = try Tool(workspace).shell(line).status
            if !isMount {
                // Nothing of that name is mounted, but the whole list can be asked for.
                #expect(status == (example == "museimg status" ? 0 : 1), "\(example)")
            } else if example.contains("/mnt") {
                #expect(status == (hasFUSE ? 0 : 69), "\(example)")
                if hasFUSE { #expect(try Tool(workspace).run(["umount", "-q", place]).status == 0) }
            } else {
                #expect(status == 69, "\(example)")
            }
        }
    }

    @Test func rootExamplesWork() throws {
        let workspace = try workspace()
        let help = try Tool(workspace)("--help").text
        let examples = help.split(separator: "\n").filter { $0.hasPrefix("  museimg ") }
        #expect(examples.count >= 3)
        for example in examples {
            let line = example.replacingOccurrences(of: "museimg ", with: "$museimg ")
            #expect(try Tool(workspace).shell(line).status == 0, "\(example)")
        }
    }
}
