// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import TestKit
import Testing

/// Layouts in what the commands show, word by word, on a small worn chip.
@Suite struct LayoutSessionTests {
    private static let worn = "-g 2048+64x8 -l linux-bch4 worn.bin"

    /// A session: its file's name and the arguments.
    static let sessions: [(String, String)] = [
        ("layout-info", "info \(worn)"),
        ("layout-info-ranges", "info -g 2048+64x8 -l linux-bch4 -l 2=none worn.bin"),
        ("layout-info-json", "info \(worn) --json"),
        ("layout-map", "map \(worn)"),
        ("layout-map-json", "map \(worn) --by block --json"),
        ("layout-hexdump", "hexdump \(worn)"),
        ("layout-hexdump-color", "hexdump \(worn) --oob only --color always"),
        ("layout-hexdump-raw", "hexdump \(worn) page:0 --raw --oob only"),
        ("layout-hexdump-bad", "hexdump \(worn) page:2..3 --oob only"),
        ("layout-hexdump-erased", "hexdump \(worn) page:5..6 --oob none"),
        ("layout-hexdump-json", "hexdump \(worn) page:0 --oob only --json"),
        ("layout-hexdump-raw-json", "hexdump \(worn) page:1 --raw --oob only --json"),
        ("layout-hexdump-parts", "hexdump -g 2048+64x8 -l gpmi-t4 packed.bin --raw"),
        ("layout-hexdump-scrambled", "hexdump -g 2048+64x8 -l allwinner-t16-scrambled key.bin --oob only"),
        ("layout-compare", "compare \(worn) raw:data.bin"),
        ("layout-compare-raw", "compare \(worn) raw-oob,geometry=2048+64x8:chip.bin --raw"),
        (
            "layout-compare-own",
            "compare \(worn) raw-oob,geometry=2048+64x8,layout=gpmi-t4:packed.bin"
        ),
        ("layout-compare-json", "compare \(worn) raw:data.bin --json"),
        ("layout-convert", "convert \(worn) -O raw out.bin --on-error raw"),
        ("layout-convert-stop", "convert \(worn) -O raw out.bin"),
        ("layout-convert-json", "convert \(worn) -O raw out.bin --on-error zero --json"),
        ("layout-convert-strict", "convert \(worn) -O raw out.bin --on-error skip --strict"),
        ("layout-convert-range", "convert \(worn) -O raw out.bin --range page:0..1"),
        ("layout-convert-as-is", "convert \(worn) -O raw out.bin --as-is"),
        ("layout-convert-keep", "convert \(worn) out.bin"),
        ("layout-transcode", "convert \(worn) -L omap-bch8 out.bin --on-error raw"),
        ("layout-transcode-strict", "convert \(worn) -L omap-bch8 out.bin --range page:3 --strict"),
        ("usage-layout-twice", "info -l linux-bch4 raw-oob,geometry=2048+64x8,layout=gpmi-t4:worn.bin"),
    ]

    /// Three blocks of eight pages of 2048 bytes, half of them blank; through three layouts; and with wrong bits.
    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        var random = SeededGenerator(seed: 5)
        var data: [UInt8] = []
        for number in 0..<24 {
            var page = [UInt8](repeating: 0xFF, count: 2048)
            if number % 8 < 5 {
                let text = Array("page \(number) of a small chip\n".utf8)
                page.replaceSubrange(0..<text.count, with: text)
                page.replaceSubrange(512..<544, with: random.bytes(32))
                page.replaceSubrange(1024..<1536, with: [UInt8](repeating: 0, count: 512))
                if number % 2 == 1 { page.replaceSubrange(1536..<2048, with: random.bytes(512)) }
            }
            data += page
        }
        try workspace.write("data.bin", data)
        for (name, layout) in [
            ("chip.bin", "linux-bch4"), ("packed.bin", "gpmi-t4"), ("key.bin", "allwinner-t16-scrambled"),
        ] {
            let made = try Tool(workspace)(
                "convert", "-q", "-f", "raw", "-g", "2048x8", "-L", layout, "-O", "raw-oob,oob=64", "data.bin", name)
            try #require(made.status == 0, "\(made.errors)")
        }
        try workspace.write("worn.bin", Self.wear(try workspace.read("chip.bin")))
        for name in ["packed.bin", "key.bin"] {
            var bytes = try workspace.read(name)
            bytes[5] ^= 0x01
            bytes[0x210] ^= 0x40
            try workspace.write(name, bytes)
        }
        return workspace
    }

    private static func wear(_ chip: [UInt8]) -> [UInt8] {
        var bytes = chip
        let page = 2112
        // Two bits of step 0: one of its data, one of its parity.
        bytes[5] ^= 0x01
        bytes[2048 + 36] ^= 0x08
        bytes[page + 600] ^= 0x10
        // Nine bits of one step are more than four.
        for i in 0..<9 { bytes[2 * page + 10 + i * 7] ^= 1 << UInt8(i % 8) }
        // Somebody uses free bytes.
        for i in 2..<12 { bytes[3 * page + 2048 + i] = 0x30 + UInt8(i) }
        // A bit of an erased page.
        bytes[5 * page + 77] ^= 0x20
        return bytes
    }

    @Test(arguments: sessions.map(\.0)) func session(_ name: String) throws {
        let line = try #require(LayoutSessionTests.sessions.first { $0.0 == name }?.1)
        let result = try Tool(try workspace()).run(line.split(separator: " ").map(String.init))
        var text = "$ museimg \(line)\n" + result.text
        if !result.errors.isEmpty { text += "--- standard error\n" + result.errors }
        text += "--- exit status \(result.status)\n"
        try expectGolden(text, "Tests/CommandLineTests/Golden/\(name).txt")
    }

    @Test(arguments: sessions.map(\.1).filter { !$0.hasPrefix("info -l") && $0 != "convert \(worn) -O raw out.bin" })
    func followsItsSchema(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init).filter { $0 != "--json" }
        let result = try Tool(try workspace()).run(words + ["--json"])
        let lines = result.text.split(separator: "\n")
        let header = try JSONValue(parsing: try #require(lines.first))
        let name = try #require(header["schema"]?.text)
        let schema = try JSONSchema(contentsOf: Tree.file("docs/json-schema/\(name.dropLast(2)).json"))
        #expect(schema.problems(with: header) == [])
        for line in lines.dropFirst() {
            #expect(schema.problems(with: try JSONValue(parsing: line), definition: "line") == [])
        }
    }

    /// What was written through one layout is read through it, whatever is worn.
    @Test(arguments: ["packed.bin", "key.bin"]) func correctedDataIsTheOriginal(_ name: String) throws {
        let workspace = try workspace()
        let layout = name == "key.bin" ? "allwinner-t16-scrambled" : "gpmi-t4"
        let result = try Tool(workspace)("convert", "-g", "2048+64x8", "-l", layout, "-O", "raw", name, "out.bin")
        #expect(result.status == 0 && result.errors.contains("2 bits corrected"), "\(result.errors)")
        #expect(try workspace.read("out.bin") == workspace.read("data.bin"))
    }

    /// A target that has OOB gets none of the source's under `--oob drop`, and so no parity of wrong bits.
    @Test func droppedParityMeansCorrection() throws {
        let workspace = try workspace()
        let result = try Tool(workspace).shell(
            """
            $museimg convert -g 2048+64x8 -l gpmi-t4 --oob drop -O raw-oob packed.bin a.bin &&
            $museimg convert -g 2048+64x8 -l none -O raw a.bin b.bin && cmp b.bin data.bin
            """)
        #expect(result.status == 0, "\(result.errors)")
    }
}
