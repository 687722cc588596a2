// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

/// Inputs and outputs that cannot be: a clear message, the right status, nothing left behind.
@Suite struct BadInputTests {
    /// Arguments, exit status, and what standard error has to say.
    static let cases: [(String, Int32, String)] = [
        ("map empty.bin", 2, "empty.bin: file offset 0x0: holds no bytes"),
        ("map -f raw empty.bin", 2, "the file is empty"),
        ("map -f raw-oob -g 512+16x8 empty.bin", 2, "the file is empty"),
        ("map one.bin", 0, ""),
        ("map -f raw-oob -g 512+16x8 one.bin", 0, "the file ends inside page 0: it is unreadable"),
        ("map absent.bin", 2, "absent.bin: cannot open: no such file or directory"),
        ("map folder", 2, "folder: cannot read: is a directory"),
        ("map -f raw-oob data.bin", 64, "raw-oob needs a geometry"),
        ("map -f raw-oob -g 512x8 dump.bin", 64, "has no OOB"),
        ("map -g 99999999999999999999+1x1 dump.bin", 64, "is no number"),
        ("map -g 512+16x0 dump.bin", 64, "pages per block is 0, expected 1 to"),
        ("map -f raw-oob,order=at-end -g 512+16x8 cut.bin", 2, "expected a multiple of 528"),
        ("map blank:", 64, "needs a geometry"),
        ("map store:x", 2, "x: cannot open"),
        ("map chip:x", 2, "chip:x: cannot open"),
        ("compare dump.bin absent.bin", 2, "absent.bin: cannot open"),
        ("compare - -", 64, "both images are standard input"),
        ("convert absent.bin out.bin", 2, "absent.bin: cannot open"),
        ("convert empty.bin out.bin", 2, "empty.bin: file offset 0x0: holds no bytes"),
        ("convert -f raw dump.bin nowhere/out.bin", 2, "nowhere/out.bin: cannot create: no such file or directory"),
        ("convert -f raw dump.bin folder", 2, "folder: cannot create: is a directory"),
        ("convert -f raw dump.bin /dev/full", 2, "/dev/full: cannot write at file offset 0x0: no space left on device"),
        ("convert -O blank dump.bin out.bin", 64, "'blank' cannot be written"),
        ("convert -O nothing dump.bin out.bin", 64, "unknown format 'nothing'"),
        ("convert -O raw --range page:1..0 dump.bin out.bin", 64, "the range ends before it begins"),
        ("convert -O raw --bad lose dump.bin out.bin", 64, "'lose' is invalid"),
        ("convert -O raw --json dump.bin -", 64, "where --json answers"),
        ("convert -O oob-pair,oobfile=out.bin -g 512+16x8 dump.bin out.bin", 64, "cannot be two outputs"),
        ("hexdump -f raw -g 512x8 data.bin @0x10000000", 64, "the data ends at"),
        ("hexdump -f raw -g 512x8 data.bin blok:1", 64, "'blok:1' is no place"),
        ("hexdump -f raw -g 512x8 data.bin page:", 64, "'page:': a number is missing"),
        ("formats nothing", 64, "unknown format 'nothing'"),
        ("faults nothing", 64, "unknown key 'nothing'"),
        ("mount -g 512+16x8 dump.bin dir --with faulty", 64, "unknown filter 'faulty': there are faults, nandsim"),
        ("mount -g 512+16x8 dump.bin dir --with faults,flip=2.5", 64, "a chance lies between 0 and 1"),
        ("mount -g 512+16x8 dump.bin dir --with faults,bad@block:6", 64, "block:6: the chip has 6 blocks, 0 to 5"),
        ("map --progress fd:77 dump.bin", 64, "descriptor 77 is not open"),
        ("map -q -v dump.bin", 64, "exclude each other"),
    ]

    @Test(arguments: cases.map(\.0)) func isRefused(_ line: String) throws {
        let (_, status, message) = try #require(BadInputTests.cases.first { $0.0 == line })
        let workspace = try SmallDump.workspace()
        try workspace.write("empty.bin", [])
        try workspace.write("one.bin", [0x42])
        try FileManager.default.createDirectory(
            at: workspace.folder.appendingPathComponent("folder"), withIntermediateDirectories: false)
        let before = try workspace.listing()
        let result = try Tool(workspace).run(line.split(separator: " ").map(String.init))
        #expect(result.status == status, "\(result.errors)")
        #expect(message.isEmpty || result.errors.contains(message), "\(result.errors)")
        #expect(status == 0 || result.text.isEmpty, "an error is no answer")
        #expect(status == 0 || result.errors.hasPrefix("museimg: "))
        #expect(try workspace.listing() == before, "nothing is left behind")
    }

    @Test func noPermission() throws {
        guard getuid() != 0 else { return print("skipped: root may read everything") }
        let workspace = try SmallDump.workspace()
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: workspace.path("dump.bin"))
        let result = try Tool(workspace)("map", "dump.bin")
        #expect(result.status == 2)
        #expect(result.errors.contains("dump.bin: cannot open: permission denied"))
    }

    /// Every truncation of the dump is read as far as it goes.
    @Test(arguments: [1, 100, 511, 512, 513, 527, 528, 529, 528 * 8, 528 * 8 + 1])
    func truncated(_ size: Int) throws {
        let workspace = try Workspace()
        try workspace.write("cut.bin", Array(SmallDump.bytes.prefix(size)))
        let tool = Tool(workspace)
        let map = try tool("map", "-f", "raw-oob", "-g", "512+16x8x6", "cut.bin", "--totals")
        #expect(map.status == 0)
        #expect(map.text.contains("missing"))
        #expect(map.text.contains("unreadable") == (size % 528 != 0))
        let copy = try tool("convert", "-f", "raw-oob", "-g", "512+16x8x6", "cut.bin", "out.bin")
        #expect(copy.status == (size % 528 == 0 ? 0 : 3), "\(copy.errors)")
        #expect(try workspace.read("out.bin").starts(with: SmallDump.bytes.prefix(size)))
    }

    /// What came out of a wrapper before it breaks is used, and it is said that it is not all.
    @Test func damagedWrapper() throws {
        let workspace = try SmallDump.workspace()
        let tool = Tool(workspace)
        #expect(
            try tool("convert", "-f", "raw-oob", "-g", "512+16x8", "-O", "gzip:raw-oob", "dump.bin", "d.gz").status == 0
        )
        try workspace.write("d.bin.gz", Array(try workspace.read("d.gz").dropLast(100)))
        let warning = "d.bin.gz: the gzip stream is cut short: "
        let info = try tool("info", "d.bin.gz")
        #expect(info.status == 0 && info.errors.contains(warning), "\(info.errors)")
        let answer = try tool("info", "--json", "d.bin.gz")
        #expect(answer.text.contains("the gzip stream is cut short: "))
        let line = ["convert", "-f", "raw", "d.bin.gz", "out.bin"]
        let strict = try tool.run(line + ["--strict"])
        #expect(strict.status == 2 && strict.errors.contains("1 wrapper of the source is damaged"), "\(strict.errors)")
        #expect(try !workspace.listing().contains("out.bin"))
        let copy = try tool.run(line + ["--json"])
        #expect(copy.status == 3 && copy.errors.contains(warning), "\(copy.errors)")
        #expect(copy.text.contains("\"kind\":\"source-damaged\""))
        let got = try workspace.read("out.bin")
        #expect(!got.isEmpty && SmallDump.bytes.starts(with: got))
    }

    @Test func randomBytes() throws {
        let workspace = try Workspace()
        var seed: UInt8 = 1
        try workspace.write(
            "noise.bin",
            (0..<50_000).map { _ in
                seed = seed &* 73 &+ 41; return seed
            })
        for line in [["map"], ["hexdump"], ["map", "-f", "raw-oob", "-g", "512+16x8"]] {
            #expect(try Tool(workspace).run(line + ["noise.bin"]).status == 0)
        }
    }
}
