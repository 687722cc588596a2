// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRedBoot
import TestKit
import Testing

@Suite("redboot")
struct RedBootTests {
    private let format = RedBootFormat()

    @Test("the samples give their payloads", arguments: [("text-constructed/redboot-dump.log", "page1k.bin", 256)])
    func samples(name: String, payload: String, count: Int?) throws {
        try ConsoleTesting.checkSample(name, payload, count: count, as: format)
    }

    /// A log of bytes that are the same every time.
    private func log() throws -> [UInt8] {
        var random = SeededGenerator(seed: 5)
        let bytes = random.bytes(320)
        var text = "RedBoot> dump -b 0xbfc00000 -l 0x140\n"
        for start in stride(from: 0, to: 320, by: 16) {
            let row = bytes[start..<(start + 16)]
            let words = row.map { ConsoleTesting.hex(Int($0), 2) }
            text += ConsoleTesting.hex(0xBFC0_0000 + start, 8) + ": " + words[..<8].joined(separator: " ") + "  "
            text += words[8...].joined(separator: " ") + "  |" + ConsoleTesting.shown(row) + "|\n"
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
