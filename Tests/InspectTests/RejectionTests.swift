// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import TestKit
import Testing

@Suite("What is not recognised")
struct RejectionTests {
    private func kinds(_ bytes: [UInt8]) throws -> [String] {
        try Samples.inspect(bytes, "raw", geometry: "nor:64K").contents.map(\.kind)
    }

    @Test(
        "a wrong checksum",
        arguments: [
            ("kernel-gzip.uimg", 40), ("romfs.img", 20), ("jffs2-le-nocm.jffs2", 5), ("redundant.bin", 1000),
            ("single-le.bin", 8000),
        ])
    func checksums(_ file: String, _ place: Int) throws {
        var bytes = try Samples.bytes("inspect/\(file)")
        bytes[place] ^= 0x10
        #expect(try kinds(bytes) == [])
    }

    @Test("a UBI header with a wrong CRC is left out, and the others stay")
    func ubi() throws {
        var bytes = try Samples.bytes("inspect/nand512-peb16k.ubi.gz")
        bytes[3 * 16384 + 10] ^= 1
        let ubi = try #require(try Samples.inspect(bytes, "raw", geometry: "nor:64K").contents.first)
        #expect(ubi.details.first { $0.name == "blocks" }?.number == 4)
    }

    @Test("damaged data under a good header is a problem, not a reason to be silent")
    func damage() throws {
        var bytes = try Samples.bytes("inspect/kernel-gzip.uimg")
        bytes[5000] ^= 1
        let inspection = try Samples.inspect(bytes, "raw", geometry: "nor:64K")
        #expect(inspection.contents.map(\.kind) == ["uImage"])
        #expect(inspection.contents.first?.problems.count == 1)
        #expect(inspection.findings.contains { $0.message.contains("CRC") && $0.severity == .warning })
    }

    @Test("magics alone")
    func magics() throws {
        let magics: [[UInt8]] = [
            Array("UBI#".utf8), Array("hsqs".utf8), Array("sqsh".utf8), [0x85, 0x19, 1, 0xE0], [0x19, 0x85, 0xE0, 2],
            [0x45, 0x3D, 0xCD, 0x28], Array("-rom1fs-".utf8), [0x27, 5, 0x19, 0x56], [0xD0, 0x0D, 0xFE, 0xED],
            Array("HDR0".utf8), Array("ANDROID!".utf8), [0x7F, 0x45, 0x4C, 0x46], [0x1F, 0x8B, 8],
            [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x5D, 0, 0], Array("BZh9".utf8), [0x28, 0xB5, 0x2F, 0xFD],
            Array("1234name=".utf8), [0x31, 0x18, 0x10, 0x06],
        ]
        var generator = SeededGenerator(seed: 11)
        for magic in magics {
            for filler in [
                [UInt8](repeating: 0, count: 4096), [UInt8](repeating: 0xFF, count: 4096), generator.bytes(4096),
            ] {
                #expect(try kinds(magic + filler) == [], "\(magic)")
            }
        }
    }

    @Test("64 MiB worth of pages of random bytes, each behind a magic or none")
    func random() throws {
        // What is looked at is the start of each page: 32 times the same 2 MiB, each time shifted by a word.
        var generator = SeededGenerator(seed: 3)
        let bytes = generator.bytes(2 << 20)
        for shift in stride(from: 0, to: 256, by: 8) {
            let contents = try Samples.inspect(Array(bytes[shift...]), "raw", geometry: "512x32").contents
            #expect(contents == [], "\(shift)")
        }
    }

    @Test("uniform bytes and text")
    func plain() throws {
        let text = Array(String(repeating: "PATH=/bin:/usr/bin home=/root 1234key=value\n", count: 8000).utf8)
        for bytes in [[UInt8](repeating: 0, count: 1 << 18), [UInt8](repeating: 0xFF, count: 1 << 18), text] {
            #expect(try Samples.inspect(bytes).contents == [])
        }
    }
}
