// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatIntelHex
import FormatKit
import TestKit
import Testing

@Suite("ihex: files of other programs")
struct IntelHexSampleTests {
    static let samples = [
        AddressedSample("srec_i8.hex", start: 0),
        // Has records of 16 and of 32 bytes.
        AddressedSample("srec_i16.hex", start: 0x1FFF0, isIdentical: false),
        AddressedSample("srec_i32.hex", start: 0),
        AddressedSample("objcopy.hex", start: 0x1FFF0),
        AddressedSample("objcopy_hi.hex", start: 0xFFF0),
        // Has its start address first.
        AddressedSample("intelhex-py.hex", start: 0x1FF0, isIdentical: false),
    ]

    @Test("hold small.bin at its address, and are written back as they were", arguments: samples)
    func content(sample: AddressedSample) throws { try sample.check(as: IntelHexFormat(), .certain) }

    @Test("the chip begins where base= says, else where addresses make sense")
    func base() throws {
        let text = try Fixture.bytes("addressed/objcopy_hi.hex")
        let format = IntelHexFormat()
        let found = try FormatTesting.open(text, as: format)
        #expect(found.findings.contains { $0.message.contains("0x9f000000") })
        let lowest = try FormatTesting.open(text, as: format, "base=lowest")
        #expect(try AddressedTesting.content(lowest).start == 0)
        let zero = try FormatTesting.open(text, as: format, "base=0")
        #expect(zero.geometry.dataSize == 0x9F02_0000)
        let above = try FormatTesting.open(text, as: format, "base=0x9f010000")
        #expect(try AddressedTesting.content(above).bytes.count == 1007 - 16)
        #expect(above.findings.contains { $0.severity == .warning && $0.message.contains("16 bytes lie below") })
        #expect(throws: FormatError(.tooLarge, "")) { try FormatTesting.open(text, as: format, "base=0xA0000000") }
    }

    @Test("srec_cat and objcopy read what is written")
    func oracles() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(200_001)
        let source = try GappedChip(bytes)
        for options in ["", "type=i32,bytes=32", "type=i16,eol=crlf", "base=0x08000000,start=0x08000100", "bytes=255"] {
            let text = try FormatTesting.write(source, as: IntelHexFormat(), options).main
            let file = try TemporaryFile(text)
            let offset = options.hasPrefix("base") ? ["-offset", "-0x8000000"] : []
            let read = try Fixture.output(
                of: ["srec_cat", file.path, "-intel"] + offset + ["-o", "-", "-binary"])
            #expect(read == bytes, "srec_cat \(options)")
            let out = try TemporaryFile([])
            _ = try Fixture.output(of: ["objcopy", "-I", "ihex", "-O", "binary", file.path, out.path])
            #expect(try out.bytes() == bytes, "objcopy \(options)")
        }
    }
}

@Suite("ihex: the records")
struct IntelHexRecordTests {
    private let format = IntelHexFormat()
    private let end = ":00000001FF\n"

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    /// A record with the checksum that it needs.
    private func record(_ type: Int, _ address: Int, _ data: [UInt8]) -> String {
        let bytes = [UInt8(data.count), UInt8(address >> 8), UInt8(address & 0xFF), UInt8(type)] + data
        let sum = 0 &- bytes.reduce(0, &+)
        return ":" + (bytes + [sum]).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
    }

    @Test("two records 4 GiB apart are two bytes and a gap")
    func apart() throws {
        let text = record(0, 0, [1]) + record(4, 0, [0xFF, 0xFF]) + record(0, 0xFFFF, [2]) + end
        let image = try open(text)
        #expect(image.geometry.dataSize == 1 << 32)
        var extents = try ExtentSequence(image)
        #expect(try extents.next()?.pages.count == 1)
        #expect(try extents.next()?.pages.count == (1 << 32) - 2)
        #expect(try extents.next()?.state == .programmed)
        #expect(try extents.next() == nil)
    }

    @Test("under 02 addresses wrap in their segment, under 04 they run on")
    func wrap() throws {
        let segmented = try open(record(2, 0, [0x10, 0]) + record(0, 0xFFFF, [1, 2]) + end)
        #expect(try AddressedTesting.held(segmented) == [0x1FFFF: 1, 0x10000: 2])
        let linear = try open(record(4, 0, [0, 1]) + record(0, 0xFFFF, [1, 2]) + end)
        #expect(try AddressedTesting.held(linear) == [0x1FFFF: 1, 0x20000: 2])
    }

    @Test("the same byte twice is fine, two values for one are told, and the first or the last counts")
    func overlap() throws {
        let text =
            record(0, 0, [1, 2, 3, 4]) + record(0, 2, [3, 9, 5]) + record(0, 100, [7]) + record(0, 0, [1]) + end
        let first = try open(text)
        #expect(try AddressedTesting.held(first) == [0: 1, 1: 2, 2: 3, 3: 4, 4: 5, 100: 7])
        #expect(warnings(first) == ["address 0x3 has two values, 0x04 and 0x09: the first counts"])
        #expect(first.findings.contains { $0.message.contains("2 bytes come more than once") })
        let last = try open(text, "overlap=last")
        #expect(try AddressedTesting.held(last)[3] == 9)
        #expect(warnings(last) == ["address 0x3 has two values, 0x09 and 0x04: the last counts"])
    }

    @Test("any line end, blanks, comments, and lower case are read")
    func tolerant() throws {
        let text =
            "; made by hand\r\r\n  " + record(0, 0, [0xAB]).dropLast() + "  \r" + record(0, 1, [0xCD])
            + "\n" + end.lowercased()
        let image = try open(text)
        #expect(try AddressedTesting.held(image) == [0: 0xAB, 1: 0xCD])
        #expect(warnings(image).isEmpty)
    }

    @Test("what is damaged is left out and told, field by field")
    func fields() throws {
        let good = record(0, 0, [1, 2, 3, 4]) + record(0, 16, [5]) + end
        #expect(warnings(try open(good)).isEmpty)
        func pokes(_ text: String) throws -> [String] { warnings(try open(text + record(0, 32, [9]) + end)) }
        #expect(try pokes(":0400000001020304F3\n") == ["a record whose checksum is wrong is left out"])
        #expect(try pokes(":0500000001020304F2\n") == ["a record whose length and digits do not agree is left out"])
        #expect(try pokes(":0300000001020304F2\n") == ["a record whose length and digits do not agree is left out"])
        #expect(try pokes(":04000000010203F2\n") == ["a record whose length and digits do not agree is left out"])
        #expect(try pokes(":040000000102030F2\n") == ["a record whose length and digits do not agree is left out"])
        #expect(try pokes(record(6, 0, [])) == ["a record of the unknown type 6 is left out"])
        #expect(
            try pokes(record(4, 0, [1])) == ["a record of type 4 has 1 bytes, expected 2: it is left out"])
        #expect(try pokes(record(2, 0, [])) == ["a record of type 2 has 0 bytes, expected 2: it is left out"])
        #expect(try pokes(end) == ["records go on behind the end-of-file record"])
        #expect(warnings(try open(record(0, 0, [1]))) == ["the end-of-file record is missing: the text may be cut"])
        #expect(throws: FormatError(.unsupported, "")) { try open(record(0, 0, [1]) + record(0x0A, 0, [0, 0])) }
    }

    @Test("texts without data are refused with a reason")
    func refused() throws {
        #expect(throws: FormatError(.empty, "")) { try open("") }
        #expect(throws: FormatError(.badMagic, "")) { try open("hello\nworld\n") }
        #expect(throws: FormatError(.empty, "")) { try open(end) }
        #expect(throws: FormatError(.badChecksum, "")) { try open(":0100000001FF\n" + end) }
    }

    @Test("a type that cannot hold an address says so")
    func types() throws {
        let image = try open(record(4, 0, [0, 0x10]) + record(0, 0, [1]) + end)
        #expect(throws: FormatError(.unsupported, "")) { try FormatTesting.write(image, as: format, "type=i8") }
        #expect(throws: FormatError(.unsupported, "")) { try FormatTesting.write(image, as: format, "type=i16") }
        #expect(throws: FormatError(.unsupported, "")) { try FormatTesting.write(image, as: format, "base=0xFFFF0000") }
        #expect(throws: UsageError.self) { try FormatTesting.write(image, as: format, "type=i8,start=1") }
        #expect(throws: UsageError.self) { try FormatTesting.write(image, as: format, "bytes=256") }
        #expect(throws: UsageError.self) { try FormatTesting.write(image, as: format, "base=lowest") }
    }
}

@Suite("ihex: properties")
struct IntelHexPropertyTests {
    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(
            as: IntelHexFormat(), ["", "type=i32,bytes=32", "type=i16,bytes=7,eol=crlf", "bytes=255"])
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        for name in ["srec_i8.hex", "objcopy.hex", "objcopy_hi.hex"] {
            let text = try Fixture.bytes("addressed/\(name)")
            try AddressedTesting.checkTruncations(
                AddressedTesting.shortened(text), as: IntelHexFormat(), "base=0")
        }
    }

    @Test("one wrong digit anywhere shows nothing wrong")
    func damage() throws {
        let text = try Fixture.bytes("addressed/srec_i8.hex")
        try AddressedTesting.checkDamage(
            text, as: IntelHexFormat(), at: stride(from: 0, to: text.count, by: 3), with: "0F3g: ")
    }

    @Test("hostile overlaps end in time")
    func overlaps() throws {
        // Staggered by one, each over the next 31: every byte is compared with 31 others.
        var text = ""
        for i in 0..<2000 {
            let bytes =
                [UInt8(32), UInt8(i >> 8), UInt8(i & 0xFF), 0] + (0..<32).map { UInt8(truncatingIfNeeded: i + $0) }
            let sum = 0 &- bytes.reduce(0, &+)
            text += ":" + (bytes + [sum]).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
        }
        let image = try FormatTesting.open(Array((text + ":00000001FF\n").utf8), as: IntelHexFormat())
        #expect(image.findings.contains { $0.message.contains("come more than once, always the same") })
        #expect(try AddressedTesting.content(image).bytes == (0..<2031).map { UInt8(truncatingIfNeeded: $0) })
    }
}
