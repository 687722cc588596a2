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

    @Test("the samples give their payloads", arguments: [("text-constructed/redboot-dump.log", "page1k.bin", 0, 256)])
    func samples(name: String, payload: String, from first: Int, count: Int?) throws {
        guard let sample = ConsoleTesting.sample(name) else { return }
        let image = try FormatTesting.open(sample.text, as: format)
        let bytes = try AddressedTesting.content(image).bytes
        let whole = try sample.payload(payload)
        #expect(bytes == Array(whole[first..<(count.map { first + $0 } ?? whole.count)]))
        #expect(!image.isDamaged, "\(image.findings)")
        #expect(try format.probe(ProbeInput(MemorySource(sample.text)))?.confidence ?? .possible >= .likely)
        try Conformance.check(source: image)
    }

    /// A log of bytes that are the same every time.
    private func log() throws -> [UInt8] {
        var random = SeededGenerator(seed: 5)
        var bytes = random.bytes(320)
        bytes += Array("It says RedBoot 1.0".utf8)
        var text = "> "
        text = "RedBoot> dump -b 0xbfc00000 -l 0x140\n"
        for start in stride(from: 0, to: 320, by: 16) {
            let row = bytes[start..<(start + 16)]
            let words = row.map { hex(Int($0), 2) }
            text += hex(0xBFC0_0000 + start, 8) + ": " + words[..<8].joined(separator: " ") + "  "
            text += words[8...].joined(separator: " ") + "  |" + shown(row) + "|\n"
        }
        return Array(text.utf8)
    }

    private func hex(_ value: Int, _ digits: Int) -> String {
        String(decoding: HexDigits.text(value, digits: digits), as: UTF8.self)
    }

    private func shown(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : 0x2E }, as: UTF8.self)
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
