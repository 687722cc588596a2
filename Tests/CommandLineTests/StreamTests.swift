// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

/// Streams that fail, close, or are terminals.
@Suite struct StreamTests {
    static let answers = [
        "map -g 512+16x8 dump.bin", "map -g 512+16x8 dump.bin --json", "hexdump -g 512+16x8 dump.bin block:0..5",
        "compare -f raw dump.bin raw:dump.bin", "formats", "formats --json", "--help", "--version", "map --help",
        "convert -f raw dump.bin -",
    ]

    @Test(arguments: answers) func fullDisk(_ line: String) throws {
        let result = try Tool(try SmallDump.workspace()).shell("$museimg \(line) > /dev/full")
        #expect(result.status == 2)
        #expect(result.errors.contains("museimg: standard output: cannot write"), "\(result.errors)")
        #expect(result.errors.contains("no space left on device"))
    }

    @Test(arguments: answers) func closedOutput(_ line: String) throws {
        let result = try Tool(try SmallDump.workspace()).shell("$museimg \(line) >&-")
        #expect(result.status == 2)
        #expect(result.errors.contains("standard output: cannot write"))
    }

    @Test func closedPipe() throws {
        let workspace = try SmallDump.workspace()
        let line = "{ $museimg hexdump -f raw -g 512x8 data.bin block:0..5 --json; echo $? > status; } | true"
        let result = try Tool(workspace).shell("\(line); while [ ! -s status ]; do sleep 0.05; done; cat status")
        // The reader may live long enough to take the little that there is.
        #expect(["2\n", "0\n"].contains(result.text))
        #expect(result.text == "0\n" || result.errors.contains("broken pipe"))
    }

    /// No file that is opened may take the place of a closed stream.
    @Test func closedStreamsAreNotReused() throws {
        let workspace = try SmallDump.workspace()
        let result = try Tool(workspace).shell("$museimg convert -f raw dump.bin out.bin 0<&- 1>&- 2>&-")
        #expect(result.status == 0)
        #expect(try workspace.read("out.bin") == SmallDump.bytes)
    }

    @Test func standardInputAndOutput() throws {
        let workspace = try SmallDump.workspace()
        let tool = Tool(workspace)
        let copy = try tool("convert", "-g", "512+16x8", "-O", "raw", "-", "-", input: SmallDump.bytes)
        #expect(copy.status == 3)
        #expect(copy.output == SmallDump.data)
        #expect(copy.errors.hasPrefix("museimg: standard output: raw (-O)"))
        let piped = try tool.shell("cat dump.bin | $museimg map -g 512+16x8 - --totals")
        #expect(piped.status == 0)
        #expect(piped.text.hasPrefix("data    20 pages"))
    }

    /// What stands in the file before us stays there.
    @Test(arguments: [">", ">>"]) func appends(_ redirection: String) throws {
        let workspace = try SmallDump.workspace()
        let result = try Tool(workspace).shell(
            "printf before > o; { printf mine; $museimg convert -f raw dump.bin -; printf after; } \(redirection) o")
        #expect(result.status == 0)
        let start = redirection == ">" ? "mine" : "beforemine"
        #expect(try workspace.read("o") == Array(start.utf8) + SmallDump.bytes + Array("after".utf8))
    }

    @Test func fifo() throws {
        let workspace = try SmallDump.workspace()
        let result = try Tool(workspace).shell("mkfifo f; cat dump.bin > f & $museimg compare -f raw f raw:dump.bin")
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func existingOutputIsKept() throws {
        let workspace = try SmallDump.workspace()
        let tool = Tool(workspace)
        #expect(try tool("convert", "-f", "raw", "dump.bin", "data.bin").status == 64)
        #expect(try workspace.read("data.bin") == SmallDump.data)
        #expect(try tool("convert", "-f", "raw", "dump.bin", "data.bin", "--force").status == 0)
        #expect(try workspace.read("data.bin") == SmallDump.bytes)
        #expect(try tool("convert", "-f", "raw", "dump.bin", "dump.bin", "--force").status == 0)
        #expect(try workspace.read("dump.bin") == SmallDump.bytes)
    }
}
