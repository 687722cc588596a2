// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import Testing

@Suite("The cursor over untrusted bytes")
struct ByteReaderTests {
    @Test("reads both byte orders and tells the absolute offset")
    func numbers() throws {
        var reader = ByteReader([1, 2, 3, 4, 5, 6, 7, 8, 9], base: 0x1000)
        #expect(try reader.big(UInt16.self, "a") == 0x0102)
        #expect(try reader.little(UInt32.self, "b") == 0x0605_0403)
        #expect(reader.offset == 0x1006)
        #expect(try reader.u8("c") == 7)
        let error = try #require(throws: FormatError.self) { try reader.big(UInt32.self, "field") }
        #expect(error.code == .truncated && error.offset == 0x1007)
        #expect(error.message.contains("field") && error.message.contains("0x1007"))
        // A failed read moves nothing.
        #expect(reader.remaining == 2)
    }

    @Test("a child cannot read past its parent")
    func slices() throws {
        var reader = ByteReader([1, 2, 3, 4], base: 10)
        var child = try reader.slice(2, "child")
        #expect(try child.big(UInt16.self, "x") == 0x0102)
        #expect(throws: FormatError(.truncated, "")) { try child.u8("y") }
        #expect(throws: FormatError(.truncated, "")) { try reader.slice(-1, "z") }
        #expect(throws: FormatError(.truncated, "")) { try reader.slice(.max, "z") }
        #expect(try reader.u8("rest") == 3)
    }

    @Test("text ends at NUL and never holds control bytes")
    func text() throws {
        var reader = ByteReader(Array("ab\u{1B}[31m".utf8) + [0, 0x41])
        #expect(try reader.text(9, "name") == "ab.[31m")
    }

    @Test("checksums agree with their check values")
    func checksums() {
        let digits = Array("123456789".utf8)
        #expect(CRC32.zlib(digits) == 0xCBF4_3926)
        #expect(CRC32.jam(digits) == 0x340B_C6D9)
        #expect(CRC32.jffs2(digits) == 0x2DFD_2D88)
        #expect(CRC32.zlib([]) == 0)
    }
}
