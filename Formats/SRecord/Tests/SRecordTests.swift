// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatSRecord
import TestKit
import Testing

@Suite("srec")
struct SRecordTests {
    private let format = SRecordFormat()

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    static let samples = [
        AddressedSample("srec_cat_s1.srec", start: 0),
        // One of its records is shorter than the others, in the middle.
        AddressedSample("srec_cat_s2.srec", start: 0x123456, isIdentical: false),
        AddressedSample("srec_cat_s3.srec", start: 0),
        AddressedSample("objcopy_s1.srec", start: 0),
        AddressedSample("objcopy_s3.srec", start: 0),
    ]

    @Test("other programs' files hold small.bin at its address, and are written back as they were", arguments: samples)
    func content(sample: AddressedSample) throws { try sample.check(as: format, .certain) }

    @Test("srec_cat and objcopy read what is written")
    func oracles() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(70_001)
        for options in [
            "", "type=s3,bytes=32", "type=s2,eol=crlf,header=museimg,count=yes", "start=none,count=yes", "bytes=250",
        ] {
            let file = try TemporaryFile(try FormatTesting.write(GappedChip(bytes), as: format, options).main)
            let read = try Fixture.output(of: ["srec_cat", file.path, "-motorola", "-o", "-", "-binary"])
            #expect(read == bytes, "srec_cat \(options)")
            let out = try TemporaryFile([])
            _ = try Fixture.output(of: ["objcopy", "-I", "srec", "-O", "binary", file.path, out.path])
            #expect(try out.bytes() == bytes, "objcopy \(options)")
        }
    }

    @Test("what is damaged is left out and told, field by field")
    func fields() throws {
        let data = "S107000001020304EE\n"
        #expect(warnings(try open(data + "S9030000FC\n")).isEmpty)
        #expect(try AddressedTesting.held(open(data)) == [0: 1, 1: 2, 2: 3, 3: 4])
        func pokes(_ text: String) throws -> [String] { warnings(try open(data + text + "S9030000FC\n")) }
        let length = "a record whose count and digits do not agree is left out"
        #expect(try pokes("S107001001020304DF\n") == ["a record whose checksum is wrong is left out"])
        #expect(try pokes("S108001001020304DE\n") == [length])
        #expect(try pokes("S100\n") == [length] && pokes("S102\n") == [length] && pokes("S1020000\n") == [length])
        #expect(try pokes("S4030000FC\n") == [length])
        #expect(try pokes("S107001001020G04DE\n") == [length])
        #expect(
            try pokes("S5030002FA\n") == ["2 records of data are counted here, and there are 1: some are lost"])
        #expect(try pokes("S5030001FB\n").isEmpty && pokes("S604000001FA\n").isEmpty)
        #expect(warnings(try open("S9030000FC\n" + data)) == ["records go on behind the end record"])
    }

    @Test("types mix, and addresses wrap at 4 GiB")
    func addresses() throws {
        let text = "S1041000AA41\nS205123456AAB4\nS306000100002ACE\nS307FFFFFFFF0102F9\n"
        let held = try AddressedTesting.held(open(text, "base=0"))
        #expect(held == [0x1000: 0xAA, 0x123456: 0xAA, 0x10000: 0x2A, 0xFFFF_FFFF: 1, 0: 2])
    }

    @Test("texts without data are refused with a reason")
    func refused() throws {
        #expect(throws: FormatError(.empty, "")) { try open("") }
        #expect(throws: FormatError(.badMagic, "")) { try open("S is for text\n") }
        #expect(throws: FormatError(.empty, "")) { try open("S9030000FC\n") }
        #expect(throws: FormatError(.badChecksum, "")) { try open("S1041000AA42\n") }
        let high = try GappedChip([1], at: 0x10000)
        #expect(throws: FormatError(.unsupported, "")) { try FormatTesting.write(high, as: format, "type=s1") }
        #expect(throws: UsageError.self) { try FormatTesting.write(high, as: format, "type=s1,start=0x10000") }
        #expect(throws: UsageError.self) { try FormatTesting.write(high, as: format, "bytes=251") }
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(
            as: format,
            ["", "type=s3,bytes=32", "type=s2,eol=crlf,header=a\\,b,count=yes", "bytes=250,start=none", "bytes=1"])
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        for name in ["srec_cat_s1.srec", "objcopy_s3.srec"] {
            let text = try Fixture.bytes("addressed/\(name)")
            try AddressedTesting.checkTruncations(AddressedTesting.shortened(text), as: format, "base=0")
        }
    }

    @Test("one wrong character anywhere but in the type, which no checksum covers, shows nothing wrong")
    func damage() throws {
        let text = try Fixture.bytes("addressed/srec_cat_s1.srec")
        try AddressedTesting.checkDamage(
            text, as: format,
            at: (0..<text.count).filter { $0 % 3 == 0 && text[$0] != 0x53 && ($0 == 0 || text[$0 - 1] != 0x53) },
            with: "0F3g: ")
    }
}
