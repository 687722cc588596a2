// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatUBootMD
import TestKit
import Testing

@Suite("uboot-md")
struct UBootMDTests {
    private let format = UBootMDFormat()

    @Test(
        "the samples give their payloads",
        arguments: [
            ("text/uboot-2026.10-md.log", "page1k.bin", 0, nil as Int?),
            ("text-constructed/uboot-old-md.b.log", "page1k.bin", 0, nil as Int?),
            ("text-constructed/uboot-old-md.l-be.log", "page1k.bin", 0, nil as Int?),
            ("text-constructed/uboot-old-md.l-le.log", "page1k.bin", 0, nil as Int?),
            ("text-constructed/uboot-old-md.w-le.log", "page1k.bin", 0, nil as Int?),
            ("text-constructed/teraterm-timestamped-md.b.log", "page1k.bin", 0, 64),
            ("text-constructed/putty-header-md.b.log", "page1k.bin", 0, 64),
        ])
    func samples(name: String, payload: String, from first: Int, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, from: first, count: count, as: format)
    }

    private let styles = [
        "", "word=2,endian=little", "word=4,endian=little,gap=4", "word=4", "word=8,endian=little", "gap=4,eol=crlf",
    ]

    private func text(_ bytes: [UInt8], _ style: String, base: Int = 0x9F00_0000) throws -> [UInt8] {
        let options = (style.isEmpty ? "" : "\(style),") + "base=\(ByteCount.hex(base))"
        return try FormatTesting.write(GappedChip(bytes), as: format, options).main
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws { try AddressedTesting.checkRoundTrips(as: format, styles, unit: 8) }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right")
    func damage() throws {
        var random = SeededGenerator(seed: 7)
        let bytes = random.bytes(600) + Array("Text of a dump, long enough to be seen as such.".utf8)
        for style in styles {
            let log = try Array("=> md.b 9f000000 287\n".utf8) + text(bytes, style)
            try ConsoleTesting.checkDamage(
                log, as: format, "base=0x9f000000", seeds: 0..<40, rows: ConsoleTesting.rows(647, header: 1))
        }
        try ConsoleTesting.checkMerging(text(bytes, ""), as: format)
    }

    @Test("noise of consoles and of the programs that log them")
    func noise() throws {
        var random = SeededGenerator(seed: 3)
        let bytes = random.bytes(480)
        let rows = try String(decoding: text(bytes, ""), as: UTF8.self).split(separator: "\n").map(String.init)
        func check(_ text: String, _ name: String) throws {
            let image = try FormatTesting.open(Array(text.utf8), as: format)
            #expect(try AddressedTesting.content(image).bytes == bytes, "\(name)")
        }
        try check(rows.map { "[2024-05-01 12:00:00.000] \($0)\r\n" }.joined(), "teraterm")
        try check(rows.map { "[13:01:07.123] \($0)\n" }.joined(), "tio")
        try check(rows.map { "2026-11-24 13:01:07 \($0)\r\n" }.joined(), "minicom")
        try check("=~=~=~=~= PuTTY log 2024.05.01 12:00:00 =~=~=\r\n" + rows.joined(separator: "\r\r\n"), "putty")
        try check(rows.map { "\u{1B}[32m\($0)\u{1B}[0m\r\n" }.joined(), "colours")
        try check("md.w\u{8} \u{8}b 9f000000 1e0\r\n" + rows.joined(separator: "\n\0\0"), "editing and NUL")
        try check("=> => " + rows.joined(separator: "\n") + "\n=> ", "a prompt that is glued")
        try check(rows[..<9].joined() + "\n" + rows[9...].joined(separator: "\n"), "glued rows")
        try check(
            rows.enumerated().map { $0 % 5 == 4 ? "[   12.345678] usb 1-1: new device\n\($1)\n" : "\($1)\n" }.joined(),
            "messages of a kernel")
        try check((rows + rows.shuffled(using: &random)).joined(separator: "\n"), "rows once more, in any order")
        let parity = rows.joined(separator: "\n").utf8.map {
            $0.nonzeroBitCount % 2 == 1 && $0 != 0x0A ? $0 | 0x80 : $0
        }
        #expect(try AddressedTesting.content(FormatTesting.open(parity, as: format)).bytes == bytes, "parity")
    }

    @Test("of several values the most frequent counts, and none where they are as many")
    func majority() throws {
        func log(_ byte: String) -> String {
            "01000000: 01 02 \(byte) 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10  ................\n"
        }
        func held(_ text: String) throws -> UInt8? {
            let image = try FormatTesting.open(Array(text.utf8), as: format)
            return try AddressedTesting.held(image)[2]
        }
        #expect(try held("=> md.b 1000000 10\n" + log("03") + "=> md.b 1000000 10\n" + log("13")) == nil)
        let ask = "=> md.b 1000000 10\n"
        #expect(try held(ask + log("03") + ask + log("13") + ask + log("03")) == 3)
    }

    @Test("what is missing is told with the command that shows it")
    func fetch() throws {
        let rows = try String(decoding: text(Array(repeating: 0x55, count: 64), ""), as: UTF8.self).split(
            separator: "\n")
        let image = try FormatTesting.open(Array((rows[0...1] + rows[3...3]).joined(separator: "\n").utf8), as: format)
        #expect(image.findings.contains { $0.message.contains("md.b 9f000020 10") }, "\(image.findings)")
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        var random = SeededGenerator(seed: 8)
        for style in styles {
            try AddressedTesting.checkTruncations(text(random.bytes(100), style, base: 0), as: format, "base=0")
        }
    }
}
