// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatOpenOCD
import TestKit
import Testing

@Suite("openocd")
struct OpenOCDTests {
    private let format = OpenOCDFormat()

    @Test(
        "the samples give their payloads",
        arguments: [
            ("text-constructed/openocd-telnet-mdw.log", "page1k.bin", 336),
            ("text-constructed/openocd-mdd.log", "page1k.bin", 64),
        ])
    func samples(name: String, payload: String, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, count: count, as: format)
    }

    /// A log of bytes that are the same every time.
    private func log() throws -> [UInt8] {
        var random = SeededGenerator(seed: 5)
        let bytes = random.bytes(320)
        var text = "> mdw 0xbfc00000 80\n"
        for start in stride(from: 0, to: 320, by: 32) {
            let words = stride(from: start, to: start + 32, by: 4).map { word in
                (0..<4).map { ConsoleTesting.hex(Int(bytes[word + 3 - $0]), 2).lowercased() }.joined()
            }
            text +=
                "0x" + ConsoleTesting.hex(0xBFC0_0000 + start, 8).lowercased() + ": " + words.joined(separator: " ")
                + " \n"
        }
        return Array(text.utf8)
    }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right")
    func damage() throws {
        let text = try log()
        try ConsoleTesting.checkDamage(
            text, as: format, "base=0xbfc00000", rows: ConsoleTesting.rows(320, width: 32, header: 1), hasColumn: false)
        try ConsoleTesting.checkMerging(text, as: format)
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        try AddressedTesting.checkTruncations(Array(log().prefix(500)), as: format, "base=0xbfc00000")
    }
}
