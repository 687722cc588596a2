// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatCFE
import FormatKit
import TestKit
import Testing

@Suite("cfe")
struct CFETests {
    private let format = CFEFormat()

    @Test("the samples give their payloads", arguments: [("text-constructed/cfe-d.log", "page1k.bin", 64)])
    func samples(name: String, payload: String, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, count: count, as: format)
    }

    /// A log of bytes that are the same every time.
    private func log() throws -> [UInt8] {
        var random = SeededGenerator(seed: 5)
        let bytes = random.bytes(320)
        var text = "CFE> d -w 0xbfc00000 320\n"
        for start in stride(from: 0, to: 320, by: 16) {
            let row = bytes[start..<(start + 16)]
            let words = stride(from: start, to: start + 16, by: 4).map { word in
                (0..<4).map { ConsoleTesting.hex(Int(bytes[word + $0]), 2) }.joined()
            }
            text +=
                ConsoleTesting.hex(0xBFC0_0000 + start, 8) + ": " + words.joined(separator: " ") + "  "
                + ConsoleTesting.shown(row) + "\n"
        }
        return Array(text.utf8)
    }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right")
    func damage() throws {
        let text = try log()
        try ConsoleTesting.checkDamage(
            text, as: format, "base=0xbfc00000", rows: ConsoleTesting.rows(320, width: 16, header: 1))
        try ConsoleTesting.checkMerging(text, as: format)
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        try AddressedTesting.checkTruncations(Array(log().prefix(500)), as: format, "base=0xbfc00000")
    }
}
