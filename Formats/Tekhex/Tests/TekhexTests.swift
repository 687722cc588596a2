// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatTekhex
import TestKit
import Testing

@Suite("tekhex")
struct TekhexTests {
    private let format = TekhexFormat()

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    @Test("objcopy's file: it leaves out rows of 0x00, and those are missing")
    func objcopy() throws {
        let text = try Fixture.bytes("addressed/objcopy.tekhex")
        let small = try Fixture.bytes("archive/small.bin")
        let image = try FormatTesting.open(text, as: format)
        let held = try AddressedTesting.held(image)
        #expect(held.allSatisfy { $0.key < small.count ? small[$0.key] == $0.value : $0.value == 0 })
        let missing = small.indices.filter { held[$0] == nil }
        #expect(missing.count == 128 && missing.allSatisfy { small[$0] == 0 })
        #expect(warnings(image).isEmpty)
        #expect(try format.probe(ProbeInput(MemorySource(text)))?.confidence == .certain)
    }

    @Test("srec_cat reads what is written")
    func oracles() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(70_001)
        for options in ["", "bytes=110", "bytes=7,eol=crlf,start=0x100"] {
            let file = try TemporaryFile(try FormatTesting.write(GappedChip(bytes), as: format, options).main)
            let read = try Fixture.output(of: ["srec_cat", file.path, "-tektronix_extended", "-o", "-", "-binary"])
            #expect(read == bytes, "srec_cat \(options)")
        }
    }

    @Test("what is damaged is left out and told, field by field")
    func fields() throws {
        // The example of srec_tektronix_extended(5), with the lengths that srec_cat writes.
        let hello = "%2A6DE80000006B48656C6C6F2C20576F726C64210A\n%0E81E800000000\n"
        let image = try open(hello)
        #expect(try AddressedTesting.content(image).start == 0x6B)
        #expect(try AddressedTesting.content(image).bytes == Array("Hello, World!\n".utf8))
        #expect(warnings(image).isEmpty)
        func pokes(_ text: String) throws -> [String] { warnings(try open(text + "\n" + hello)) }
        let length = "a record whose length and characters do not agree is left out"
        #expect(
            try pokes("%2A6DE80000006B48656C6C6F2C20576F726C64210B") == ["a record whose checksum is wrong is left out"]
        )
        #expect(try pokes("%FF6D980000006B48") == [length] && pokes("%0462") == [length] && pokes("%") == [length])
        #expect(try pokes("%0D6D98000#006B48") == ["a record whose checksum is wrong is left out"])
        // Type 7, an address that is cut, and data of an odd number of digits, all with their checksums.
        #expect(try pokes("%0570C") == ["a record of an unknown type is left out"])
        #expect(try pokes("%0761681") == ["a record whose address or data does not read is left out"])
        #expect(try pokes("%0861910A") == ["a record whose address or data does not read is left out"])
        #expect(warnings(try open("%2A6DE80000006B48656C6C6F2C20576F726C64210A\n")).count == 1)
        #expect(throws: FormatError(.empty, "")) { try open("") }
        #expect(throws: FormatError(.badMagic, "")) { try open("100 % text\n") }
        #expect(throws: FormatError(.empty, "")) { try open("%0E81E800000000\n") }
        #expect(throws: UsageError.self) { try FormatTesting.write(image, as: format, "bytes=111") }
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(as: format, ["", "bytes=110,eol=crlf", "bytes=1,start=0x10"])
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        for name in ["objcopy.tekhex"] {
            let text = try Fixture.bytes("addressed/\(name)")
            try AddressedTesting.checkTruncations(AddressedTesting.shortened(text), as: format, "base=0")
        }
    }

    @Test("one wrong character anywhere shows nothing wrong")
    func damage() throws {
        let text = try Fixture.bytes("addressed/objcopy.tekhex")
        try AddressedTesting.checkDamage(
            text, as: format, at: stride(from: 0, to: text.count, by: 3), with: "0F3g: ")
    }
}
