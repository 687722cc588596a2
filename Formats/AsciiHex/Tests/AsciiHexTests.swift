// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatAsciiHex
import FormatKit
import TestKit
import Testing

@Suite("ascii-hex")
struct AsciiHexTests {
    private let format = AsciiHexFormat()

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    static let samples = [
        AddressedSample("srec_cat.ahex", start: 0)
    ]

    @Test("other programs' files hold small.bin at its address, and are written back as they were", arguments: samples)
    func content(sample: AddressedSample) throws { try sample.check(as: format, .likely) }

    @Test("srec_cat reads what is written")
    func oracles() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(70_001)
        for options in ["", "eol=crlf"] {
            let file = try TemporaryFile(try FormatTesting.write(GappedChip(bytes), as: format, options).main)
            let read = try Fixture.output(of: ["srec_cat", file.path, "-ascii_hex", "-o", "-", "-binary"])
            #expect(read == bytes, "srec_cat \(options)")
        }
    }

    @Test("all execution characters are read, and what is damaged is told")
    func fields() throws {
        for text in [
            "\u{2}01 02\n03\u{3}$S0006,\n", "\u{2}$A0000.01,02,03,\u{3}$S0006.", "\u{2}01%02%03%\u{3}",
            "x\n\u{2}01'02'\r\n03'\u{3}",
        ] {
            let image = try open(text)
            #expect(try AddressedTesting.held(image) == [0: 1, 1: 2, 2: 3], "\(text)")
            #expect(warnings(image).isEmpty, "\(text)")
        }
        #expect(
            warnings(try open("\u{2}01 02\u{3}$S0004,"))
                == ["the sum of all bytes is 0x0003, the text says 0x0004: some of them are damaged"])
        #expect(warnings(try open("\u{2}01 02")) == ["the final ETX is missing: the text may be cut"])
        let lost = try open("\u{2}$A10,01 $X,02 $A20,03 4 05\u{3}")
        #expect(try AddressedTesting.held(lost) == [0x10: 1, 0x20: 3] && warnings(lost).count == 4)
        #expect(throws: FormatError(.empty, "")) { try open("") }
        #expect(throws: FormatError(.badMagic, "")) { try open("01 02\u{3}") }
        #expect(throws: FormatError(.empty, "")) { try open("\u{2}\u{3}") }
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(as: format, ["", "eol=crlf"])
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        for name in ["srec_cat.ahex"] {
            let text = try Fixture.bytes("addressed/\(name)")
            try AddressedTesting.checkTruncations(AddressedTesting.shortened(text), as: format, "base=0")
        }
    }
}
