// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

/// What `info` says of real images, word by word.
@Suite struct InfoTests {
    /// A session: its file's name and the arguments.
    static let sessions: [(String, String)] = [
        ("info", "info -g 512+16x8 dump.bin"),
        ("info-nor", "info -f raw -g nor:4K data.bin"),
        ("info-cut", "info -f raw-oob -g 512+16x8 cut.bin"),
        ("info-ubi", "info chip.ubi.gz"),
        ("info-found", "info chip.bin"),
        ("info-doubt", "info -f raw chip.bin"),
        ("info-kernel", "info openwrt.bin"),
        ("info-json", "info -f raw chip.bin --json"),
    ]

    /// The small dumps, a UBI image, one in pages with OOB behind two erased blocks, and a kernel.
    private func workspace() throws -> Workspace {
        let workspace = try SmallDump.workspace()
        for (name, fixture) in [
            ("chip.ubi.gz", "nand512-peb16k.ubi.gz"), ("openwrt.bin", "openwrt-style-kernel+squashfs.bin"),
        ] {
            try workspace.write(name, Array(try Data(contentsOf: Tree.file("fixtures/inspect/\(fixture)"))))
        }
        let made = try Tool(workspace).shell(
            """
            $museimg convert -q -O raw-oob,oob=16 chip.ubi.gz ubi.bin &&
            { head -c 33792 /dev/zero | tr '\\0' '\\377'; cat ubi.bin; } > chip.bin
            """)
        try #require(made.status == 0, "\(made.errors)")
        return workspace
    }

    @Test(arguments: sessions.map(\.0)) func session(_ name: String) throws {
        let line = try #require(InfoTests.sessions.first { $0.0 == name }?.1)
        let result = try Tool(try workspace()).run(line.split(separator: " ").map(String.init))
        var text = "$ museimg \(line)\n" + result.text
        if !result.errors.isEmpty { text += "--- standard error\n" + result.errors }
        text += "--- exit status \(result.status)\n"
        try expectGolden(text, "Tests/CommandLineTests/Golden/\(name).txt")
    }

    @Test(arguments: sessions.map(\.1)) func followsItsSchema(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init).filter { $0 != "--json" }
        let result = try Tool(try workspace()).run(words + ["--json"])
        let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/museimg.info.json"))
        #expect(schema.problems(with: try JSONValue(parsing: result.text)) == [])
    }

    /// The commands under "next" work as they stand; data alone loses the marks in the OOB (3). `identify`, which takes
    /// its time where there is nothing to prove, has tests of its own.
    @Test func nextWorks() throws {
        let tool = Tool(try workspace())
        for image in ["chip.bin", "-g 512+16x8 dump.bin", "'raw:data.bin'"] {
            let next = try tool.shell("$museimg info \(image)").text.split(separator: "\n")
                .drop { !$0.hasPrefix("next") }.map { String($0.dropFirst(12)) }
            #expect(!next.isEmpty)
            for command in next where !command.contains(" identify ") {
                let result = try tool.shell(command.replacing("museimg ", with: "$museimg "))
                #expect([0, 3].contains(result.status), "\(command): \(result.errors)")
            }
        }
    }
}
