// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatXXD
import TestKit
import Testing

@Suite("xxd")
struct XXDTests {
    private let format = XXDFormat()

    @Test(
        "the samples give their payloads",
        arguments: [
            ("text/xxd.txt", "small.bin", 0, nil as Int?), ("text/xxd-a.txt", "flash64k.bin", 0, nil as Int?),
            ("text/xxd-b.txt", "small.bin", 0, 48), ("text/xxd-c32-g4-u.txt", "small.bin", 0, nil as Int?),
            ("text/xxd-o.txt", "small.bin", 0, 64),
        ])
    func samples(name: String, payload: String, from first: Int, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, from: first, count: count, as: format)
    }

    private func print(_ bytes: [UInt8], _ options: [String]) throws -> [UInt8] {
        let file = try TemporaryFile(bytes)
        return try Fixture.output(of: ["xxd"] + options + [file.path])
    }

    @Test("xxd itself writes what is read, and reads what is written here", arguments: 0..<25 as Range<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = random.bytes(Int.random(in: 40...900, using: &random))
        for options in [
            [], ["-u"], ["-a"], ["-b"], ["-e"], ["-c", "32", "-g", "4"], ["-g", "1"], ["-g", "8"],
            ["-c", "7", "-g", "3"],
            ["-c", "24", "-g", "0"], ["-e", "-g", "2"], ["-e", "-c", "8", "-g", "8"], ["-c", "100", "-g", "5"],
        ] {
            let image = try FormatTesting.open(print(bytes, options), as: format)
            #expect(try AddressedTesting.content(image).bytes == bytes, "\(options)")
            #expect(!image.isDamaged, "\(options) \(image.findings)")
            // Written once more in the style that was found, the same text comes out.
            if options == ["-a"] || options == ["-b"] { continue }
            let style = try #require(image.writtenAs).description.dropFirst(4)
            let chip = try GappedChip(bytes)
            #expect(try FormatTesting.write(chip, as: format, String(style)).main == print(bytes, options), "\(style)")
        }
        let written = try TemporaryFile(
            try FormatTesting.write(GappedChip(bytes), as: format, "group=4,case=upper").main)
        #expect(try Fixture.output(of: ["xxd", "-r", written.path]) == bytes)
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(as: format, ["", "eol=crlf"], unit: 2)
        // A text of less than one group does not tell how long groups are.
        try AddressedTesting.checkRoundTrips(as: format, ["bytes=32,group=4", "group=8,endian=little"], unit: 8)
    }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right")
    func damage() throws {
        var random = SeededGenerator(seed: 7)
        let bytes = random.bytes(600) + Array("Text of a dump, long enough to be seen as such.".utf8)
        for (options, width) in [([], 16), (["-g", "1"], 16), (["-e"], 16), (["-c", "32", "-g", "4"], 32)] {
            try ConsoleTesting.checkDamage(
                print(bytes, options), as: format, seeds: 0..<40, rows: ConsoleTesting.rows(bytes.count, width: width))
        }
        try ConsoleTesting.checkMerging(print(bytes, []), as: format)
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        var random = SeededGenerator(seed: 8)
        for options in [[], ["-e"], ["-b"]] {
            try AddressedTesting.checkTruncations(print(random.bytes(100), options), as: format, "base=0")
        }
    }
}
