// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatOD
import TestKit
import Testing

@Suite("od")
struct ODTests {
    private let format = ODFormat()

    @Test(
        "the samples give their payloads",
        arguments: [
            ("text/od-default.txt", "small.bin", nil as Int?), ("text/od-x1z.txt", "small.bin", nil as Int?),
        ])
    func samples(name: String, payload: String, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, count: count, as: format)
    }

    private func print(_ bytes: [UInt8], _ options: [String]) throws -> [UInt8] {
        let file = try TemporaryFile(bytes)
        return try Fixture.output(of: ["od"] + options + [file.path])
    }

    @Test("od itself writes what is read", arguments: 0..<12 as Range<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = random.bytes(Int.random(in: 40...900, using: &random))
        if seed % 2 == 0 { bytes += Array(repeating: 0, count: 333) }
        for radix in ["x", "o", "d"] {
            for words in ["x1", "x2", "x4", "x8", "o1", "o2", "o4", "o8", "x1z", "x2z", "x4z", "o1z"] {
                let text = try print(bytes, ["-A", radix, "-t", words])
                let image = try FormatTesting.open(text, as: format)
                #expect(try AddressedTesting.content(image).bytes == bytes, "\(radix) \(words)")
                #expect(!image.isDamaged, "\(radix) \(words) \(image.findings)")
            }
        }
    }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right")
    func damage() throws {
        var random = SeededGenerator(seed: 7)
        let bytes = random.bytes(600)
        for words in ["x1z", "x4z", "o1z"] {
            let text = try print(bytes, ["-A", "x", "-v", "-t", words])
            try ConsoleTesting.checkDamage(text, as: format, seeds: 0..<40, rows: ConsoleTesting.rows(600))
        }
        try ConsoleTesting.checkMerging(print(bytes, ["-A", "x", "-t", "x1z"]), as: format)
    }

    @Test(
        "without a second column, what is no digit is found, and what is one is not",
        arguments: ["x1", "x2", "x4", "o2"])
    func structure(words: String) throws {
        var random = SeededGenerator(seed: 9)
        let text = try print(random.bytes(600), ["-A", "x", "-v", "-t", words])
        try ConsoleTesting.checkDamage(
            text, as: format, seeds: 0..<40, rows: ConsoleTesting.rows(600), hasColumn: false)
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        var random = SeededGenerator(seed: 8)
        for options in [["-A", "x", "-t", "x1z"], ["-t", "x2"], []] {
            try AddressedTesting.checkTruncations(print(random.bytes(100), options), as: format, "base=0")
        }
    }
}
