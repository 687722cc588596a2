// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

/// Every answer in JSON follows its schema.
@Suite struct JSONTests {
    static let commands = [
        "map -g 512+16x8 dump.bin", "map -g 512+16x8 dump.bin --by block", "map -g 512+16x8 dump.bin --totals",
        "map -f raw-oob -g 512+16x8 cut.bin", "map -f raw -g nor:4K data.bin", "map blank,geometry=2048+64x64x4:",
        "hexdump -g 512+16x8 dump.bin block:0..5", "hexdump -f raw -g nor:4K data.bin",
        "hexdump -f raw-oob -g 512+16x8 cut.bin block:2", "hexdump -g 512+16x8 dump.bin block:0 --oob only",
        "compare -g 512+16x8 dump.bin raw-oob,geometry=512+16x8:flipped.bin --oob",
        "compare -g 512+16x8 dump.bin raw:data.bin",
        "compare -f raw-oob -g 512+16x8 cut.bin raw-oob,geometry=512+16x8:flipped.bin",
        "convert -g 512+16x8 dump.bin out.bin", "convert -g 512+16x8 -O raw --bad skip dump.bin out.bin",
        "convert -g 512+16x8 -O raw --strict dump.bin out.bin", "convert -g 512+16x8 -O raw --dry-run dump.bin out.bin",
        "check -l linux-hamming-small -g 512+16x8 ecc-1.bin ecc-2.bin ecc-3.bin --pages",
        "check -g 512+16x8 dump.bin", "check -f raw -g nor:4K data.bin", "formats", "formats raw-oob", "layouts",
        "faults", "faults torn",
        "layouts omap-bch8", "layouts gpmi -g 2048+112", "layouts xbox360", "layouts import nandtool.toml",
        "identify --effort quick dump.bin", "identify --effort quick -f raw -g nor:4K data.bin",
        "info -g 512+16x8 dump.bin",
        "info -f raw-oob -g 512+16x8 cut.bin",
        "info -f raw -g nor:4K data.bin",
        "store create new.muse --from dump.bin -g 512+16x8", "store log chip.muse", "store log cut.muse",
        "store mark chip.muse here", "store rewind chip.muse middle", "store rewind chip.muse 3",
        "store diff chip.muse@before chip.muse", "store diff chip.muse chip.muse", "store compact chip.muse",
        "store check chip.muse", "store check damaged.muse", "store check cut.muse",
        "trace show chip.trace", "trace show chip.trace --totals", "trace show cut.trace -n 3",
        "trace replay chip.trace blank,geometry=2048+64x64x8: --verify",
        "trace replay chip.trace blank,geometry=2048+64x64x8:",
        "trace replay chip.trace blank,geometry=2048+64x64x8: --verify --with faults,lie",
        "trace powercut chip.muse --check true", "trace powercut chip.muse --at inside --seed 1 --check true -j 3",
        "trace powercut chip.muse --check false --keep-going --keep-failing bad",
        "trace powercut chip.muse --at 3 --tear half --timeout 0.1 --check yes",
    ]

    @Test(arguments: commands) func followsItsSchema(_ line: String) throws {
        let result = try Tool(try SmallDump.workspace()).run(line.split(separator: " ").map(String.init) + ["--json"])
        let lines = result.text.split(separator: "\n")
        let header = try JSONValue(parsing: try #require(lines.first))
        let name = try #require(header["schema"]?.text)
        #expect(name.hasSuffix("/1"))
        let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/\(name.dropLast(2)).json"))
        #expect(schema.problems(with: header) == [])
        for line in lines.dropFirst() {
            #expect(schema.problems(with: try JSONValue(parsing: line), definition: "line") == [])
        }
        #expect(!result.text.contains("\u{1B}"), "JSON is never coloured")
    }

    @Test func progressLinesFollowTheirSchema() throws {
        let workspace = try SmallDump.workspace()
        let tool = Tool(workspace)
        let result = try tool.shell("$museimg convert -g 512+16x8 --progress fd:3 dump.bin out.bin 3>progress.txt")
        #expect(result.status == 0)
        let lines = String(decoding: try workspace.read("progress.txt"), as: UTF8.self).split(separator: "\n")
        let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/museimg.progress.json"))
        #expect(!lines.isEmpty)
        for line in lines { #expect(schema.problems(with: try JSONValue(parsing: line)) == []) }
        #expect(try JSONValue(parsing: try #require(lines.last))["done"]?.int == SmallDump.data.count)
    }

    /// The validator itself notices what it is there for.
    @Test func validatorRejects() throws {
        let schema = JSONSchema(
            try JSONValue(
                parsing: """
                    {"type":"object","required":["a"],"properties":{"a":{"type":"integer","minimum":0,"maximum":9},
                    "b":{"type":"array","items":{"enum":["x","y"]}},"c":{"type":"string","pattern":"^[0-9]+$"}}}
                    """))
        for good in [#"{"a":1}"#, #"{"a":0,"b":["x"],"c":"12"}"#] {
            #expect(schema.problems(with: try JSONValue(parsing: good)) == [])
        }
        for bad in [
            "[]", "{}", #"{"a":-1}"#, #"{"a":10}"#, #"{"a":1.5}"#, #"{"a":"1"}"#, #"{"a":1,"b":["z"]}"#,
            #"{"a":1,"c":"x"}"#, #"{"a":1,"d":0}"#, #"{"a":null}"#,
        ] {
            #expect(schema.problems(with: try JSONValue(parsing: bad)) != [], "\(bad)")
        }
    }
}
