// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatHexdump
import FormatKit
import TestKit
import Testing

@Suite("hexdump")
struct HexdumpTests {
    private let format = HexdumpFormat()

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    @Test(
        "the samples give their payloads",
        arguments: [
            ("text/busybox-hexdump-C.txt", "page1k.bin", 0, nil as Int?),
            ("text/hexdump-C-skip.txt", "page1k.bin", 64, 96), ("text/hexdump-C-v.txt", "page1k.bin", 0, nil as Int?),
            ("text/hexdump-C.txt", "flash64k.bin", 0, nil as Int?),
            ("text/hexdump-default.txt", "small.bin", 0, nil as Int?),
            ("text-constructed/linux-hexdump-console.log", "page1k.bin", 0, 80),
        ])
    func samples(name: String, payload: String, from first: Int, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, from: first, count: count, as: format)
    }

    /// What hexdump prints of `bytes`.
    static func print(_ bytes: [UInt8], _ options: String...) throws -> [UInt8] {
        let file = try TemporaryFile(bytes)
        return try Fixture.output(of: ["hexdump"] + options + [file.path])
    }

    /// Bytes with stretches that repeat, as flash has them.
    static func flash(_ random: inout SeededGenerator, _ size: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < size {
            let count = Int.random(in: 1...90, using: &random)
            bytes +=
                random.chance(40) ? Array(repeating: random.chance(50) ? 0xFF : 0, count: count) : random.bytes(count)
        }
        return Array(bytes.prefix(size))
    }

    @Test("hexdump itself writes what is read, and the same as is written here", arguments: 0..<40 as Range<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let size = Int.random(in: 1...3000, using: &random)
        let bytes = HexdumpTests.flash(&random, size)
        for options in [["-C"], ["-C", "-v"], [], ["-v"]] {
            let file = try TemporaryFile(bytes)
            let text = try Fixture.output(of: ["hexdump"] + options + [file.path])
            let image = try FormatTesting.open(text, as: format)
            #expect(try AddressedTesting.content(image).bytes == bytes, "\(options)")
            #expect(warnings(image).isEmpty)
        }
        let written = try FormatTesting.write(GappedChip(bytes), as: format).main
        #expect(try written == HexdumpTests.print(bytes, "-C"))
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws { try AddressedTesting.checkRoundTrips(as: format, ["", "eol=crlf"]) }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right")
    func damage() throws {
        var random = SeededGenerator(seed: 7)
        let text = try HexdumpTests.print(
            random.bytes(600) + Array("Text of a dump, long enough to be seen as such.".utf8), "-C", "-v")
        try ConsoleTesting.checkDamage(text, as: format, rows: ConsoleTesting.rows(647))
        let flash = try HexdumpTests.print(HexdumpTests.flash(&random, 2000), "-C")
        try ConsoleTesting.checkDamage(flash, as: format, rows: [])
        try ConsoleTesting.checkMerging(text, as: format)
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        var random = SeededGenerator(seed: 8)
        let text = try HexdumpTests.print(random.bytes(100), "-C")
        try AddressedTesting.checkTruncations(text, as: format, "base=0")
        try AddressedTesting.checkTruncations(HexdumpTests.print(random.bytes(100), "-v"), as: format, "base=0")
    }

    @Test("where the columns differ, the byte is missing, and the command that shows it is told")
    func columns() throws {
        let image = try open(
            "00000000  4d 55 53 45 49 4d 47 20  53 41 4d 50 4c 45 20 46  |MUSEIMG SANPLE F|\n"
                + "00000010  4c 41 53 48 20 44 55 4d  50 20 76 31 0a 00 00 0x  |LASH DUMP v1....|\n"
                + "00000020  4c 41 53 48 20 44 55 4d  50 20 76 31 0a 00 00 00  |LASH DUMP v1....|\n00000030\n")
        let held = try AddressedTesting.held(image)
        #expect(held.count == 46 && held[10] == nil && held[31] == nil && held[11] == 0x50)
        #expect(image.findings.contains { $0.message.contains("hexdump -C -s 0x0 -n 32") }, "\(image.findings)")
        #expect(warnings(image).count == 2)
    }
}
