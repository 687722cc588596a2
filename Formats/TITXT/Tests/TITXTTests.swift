// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatTITXT
import TestKit
import Testing

@Suite("ti-txt")
struct TITXTTests {
    private let format = TITXTFormat()

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    static let samples = [
        AddressedSample("srec_cat.titxt", start: 0x4400),
        AddressedSample("bincopy.titxt", start: 0x10000, isIdentical: false),
    ]

    @Test("other programs' files hold small.bin at its address, and are written back as they were", arguments: samples)
    func content(sample: AddressedSample) throws { try sample.check(as: format, .likely) }

    @Test("srec_cat reads what is written")
    func oracles() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(70_001)
        for options in ["", "eol=crlf"] {
            let file = try TemporaryFile(try FormatTesting.write(GappedChip(bytes), as: format, options).main)
            let read = try Fixture.output(of: ["srec_cat", file.path, "-titxt", "-o", "-", "-binary"])
            #expect(read == bytes, "srec_cat \(options)")
        }
    }

    @Test("what is damaged is told, and what has no sure address is left out")
    func fields() throws {
        #expect(try AddressedTesting.held(open("@10\n01 02\n03\n@0\nff\nq\n")) == [0x10: 1, 0x11: 2, 0x12: 3, 0: 0xFF])
        let digits = try open("@0\n01 0G 03\nq\n")
        #expect(try AddressedTesting.held(digits) == [0: 1, 2: 3])
        #expect(warnings(digits) == ["a word that does not read as hexadecimal is left out"])
        let glued = try open("@0\n01 0203 04\n05\n@8\n06\nq\n")
        #expect(try AddressedTesting.held(glued) == [0: 1, 8: 6])
        #expect(warnings(glued).count == 3)
        let address = try open("@0\n01\n@x\n02\n@9\n03\nq\n")
        #expect(try AddressedTesting.held(address) == [0: 1, 9: 3])
        #expect(warnings(try open("@0\n01\n")) == ["the final q is missing: the text may be cut"])
        #expect(warnings(try open("@0\n01\nq\n@1\n02\n")).contains("lines go on behind the final q"))
        #expect(throws: FormatError(.empty, "")) { try open("") }
        #expect(throws: FormatError(.badMagic, "")) { try open("01 02 03\nq\n") }
        #expect(throws: FormatError(.empty, "")) { try open("@0\nq\n") }
        #expect(throws: FormatError(.tooLarge, "")) { try open("@7fffffffffffff0\n01\nq\n", "base=0") }
    }

    @Test("only a final q makes it TI-TXT")
    func probe() throws {
        func opinion(_ text: String) throws -> Confidence? {
            try format.probe(ProbeInput(MemorySource(Array(text.utf8))))?.confidence
        }
        #expect(try opinion("@0\n01 02\nq\n") == .likely && opinion("@0\n01 02\nQ") == .likely)
        #expect(try opinion("@0\n01 02\n") == nil && opinion("@0\n0102\nq\n") == nil && opinion("") == nil)
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(as: format, ["", "eol=crlf"])
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        for name in ["srec_cat.titxt"] {
            let text = try Fixture.bytes("addressed/\(name)")
            try AddressedTesting.checkTruncations(AddressedTesting.shortened(text), as: format, "base=0")
        }
    }
}
