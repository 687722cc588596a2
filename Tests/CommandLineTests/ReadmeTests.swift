// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

/// What README.md shows is what happens.
@Suite struct ReadmeTests {
    /// A command with the lines that are shown below it.
    struct Step: Equatable {
        var command: String
        var lines: [String] = []
    }

    /// A session that does not begin with a command.
    struct NoCommand: Error {}

    static func text() throws -> String { try String(contentsOf: Tree.file("README.md"), encoding: .utf8) }

    /// The lines of every block of a language, in order.
    static func blocks(_ language: String, of text: String) -> [[String]] {
        var blocks: [[String]] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isInside, line == "```" {
                isInside = false
            } else if isInside {
                blocks[blocks.count - 1].append(String(line))
            } else if line == "```\(language)" {
                isInside = true
                blocks.append([])
            }
        }
        return blocks
    }

    /// The sessions, one command at a time.
    static func steps(of text: String) throws -> [Step] {
        var steps: [Step] = []
        for block in blocks("console", of: text) {
            guard block.first?.hasPrefix("$ ") == true else { throw NoCommand() }
            for line in block {
                if line.hasPrefix("$ ") {
                    steps.append(Step(command: String(line.dropFirst(2))))
                } else {
                    steps[steps.count - 1].lines.append(line)
                }
            }
        }
        return steps
    }

    /// Whether `lines` are what is shown, where `[...]` stands for any number of lines.
    static func isShown(_ lines: ArraySlice<String>, as shown: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return lines.isEmpty }
        guard first == "[...]" else { return lines.first == first && isShown(lines.dropFirst(), as: shown.dropFirst()) }
        return (lines.startIndex...lines.endIndex).contains { isShown(lines[$0...], as: shown.dropFirst()) }
    }

    @Test func sessionsAreTrue() throws {
        let workspace = try Workspace()
        try workspace.write("dump.bin", try Fixture.bytes("dumps/ubifs-2048x64.bin.gz"))
        var tool = Tool(workspace)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        tool.environment["PATH"] = "\(Tool.products.path):\(path)"
        let steps = try ReadmeTests.steps(of: try ReadmeTests.text())
        #expect(steps.count { $0.command.hasPrefix("museimg ") } >= 8)
        for step in steps {
            let result = try tool.shell("{ \(step.command); } 2>&1")
            var lines = result.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.last == "" { lines.removeLast() }
            let isTrue = ReadmeTests.isShown(lines[...], as: step.lines[...])
            #expect(isTrue, "$ \(step.command)\n\(result.text)")
        }
    }

    /// Scripts and files that are named are there.
    @Test func namesWhatExists() throws {
        let text = try ReadmeTests.text()
        let lines = ReadmeTests.blocks("sh", of: text).flatMap { $0 }
        #expect(lines.contains("./scripts/demo") && lines.contains("./scripts/test"))
        let installed = ["swift", "sudo"]
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let command = try #require(words.first)
            let isScript = FileManager.default.isExecutableFile(atPath: Tree.file(command).path)
            #expect(isScript || installed.contains(command), "\(line)")
            for word in words where word.hasPrefix("docs/") || word.hasPrefix("scripts/") {
                #expect(FileManager.default.fileExists(atPath: Tree.file(word).path), "\(word)")
            }
        }
        for match in text.matches(of: /\]\(([^)#]+)/) where !match.1.contains("://") {
            #expect(FileManager.default.fileExists(atPath: Tree.file(String(match.1)).path), "\(match.1)")
        }
    }

    @Test func differencesAreSeen() throws {
        func isShown(_ lines: [String], _ shown: [String]) -> Bool { ReadmeTests.isShown(lines[...], as: shown[...]) }
        #expect(isShown(["a", "b", "c"], ["a", "b", "c"]))
        #expect(isShown(["a", "b", "c"], ["a", "[...]", "c"]))
        #expect(isShown(["a", "c"], ["a", "[...]", "c"]))
        #expect(isShown(["a", "b", "c"], ["[...]"]))
        #expect(!isShown(["a", "b"], ["a"]))
        #expect(!isShown(["a"], ["a", "b"]))
        #expect(!isShown(["a", "b", "d"], ["a", "[...]", "c"]))
        #expect(!isShown(["b", "c"], ["a", "[...]"]))
        #expect(!isShown([], ["a"]))
        #expect(throws: NoCommand.self) { try ReadmeTests.steps(of: "```console\nlost\n```") }
    }
}
