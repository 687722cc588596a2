// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Testing

@Suite("Geometry")
struct GeometryTests {
    @Test(
        "is written as it is read",
        arguments: ["2048+64x64x1024", "512+16x32", "nor:64Kx128", "nor:4K", "2048x64x8", "4320+224x100"])
    func roundTrip(text: String) throws {
        #expect(try GeometrySpec(parsing: text).description == text)
    }

    @Test("takes hexadecimal numbers and suffixes")
    func numbers() throws {
        let spec = try GeometrySpec(parsing: "0x800+0x40x64x1K")
        #expect(spec == GeometrySpec(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 1024))
        #expect(try GeometrySpec(parsing: "2K+64x0x40").pagesPerBlock == 64)
    }

    @Test(
        "refuses what is none",
        arguments: [
            "", "2048", "2048+64", "x", "2048+64x", "x64", "2048+64x64x1024x2", "-2048+64x64", "2048+-64x64", "nor:",
            "nor:64Kx1x1", "0+0x64", "2048+4096x64", "65537+0x1", "2048+64x9999999999", "2048+64x64x99999999999",
            "2048+64x64x9223372036854775807", "9223372036854775807K+1x1", "2048 +64x64",
        ])
    func refused(text: String) {
        #expect(throws: FlashError.self) { try GeometrySpec(parsing: text) }
    }

    @Test("addresses blocks and pages")
    func addresses() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 8)
        #expect(geometry.block(of: PageNumber(127)) == BlockNumber(1))
        #expect(geometry.pages(of: BlockNumber(2)) == PageNumber(128)..<PageNumber(192))
        #expect(geometry.dataSize == 1 << 20)
        #expect(geometry.rawSize == 8 * 64 * 2112)
    }

    @Test(
        "tells the state of NOR in units of at most 4096 bytes that divide the block",
        arguments: [
            (65536, 4096), (4096, 4096), (6144, 2048), (1000, 8), (1, 1),
        ])
    func norUnits(block: Int, unit: Int) throws {
        let geometry = try Geometry(pageSize: 1, oobSize: 0, pagesPerBlock: block, blockCount: 2)
        #expect(geometry.unitPages == unit)
        #expect(block % geometry.unitPages == 0)
    }

    @Test("counts a block that is begun, unless the number of blocks is given")
    func blocksFromSize() throws {
        let spec = try GeometrySpec(parsing: "2048+64x64")
        #expect(try spec.geometry(dumpSize: 2112 * 64 * 3 + 1, blockBytes: 2112 * 64).blockCount == 4)
        #expect(try GeometrySpec(parsing: "2048+64x64x9").geometry(dumpSize: 1, blockBytes: 2112 * 64).blockCount == 9)
    }
}

@Suite("Numbers of bytes")
struct ByteCountTests {
    @Test(
        "are read",
        arguments: [
            ("131072", 131072), ("0x20000", 131072), ("128K", 131072), ("128KiB", 131072), ("2G", 2 << 30), ("0", 0),
            ("0x1G", nil), ("K", nil), ("-1", nil), ("+1", nil), ("", nil), ("9223372036854775807K", nil),
            ("1.5K", nil),
        ] as [(String, Int?)])
    func parse(text: String, value: Int?) {
        #expect(ByteCount.parse(text) == value)
    }

    @Test(
        "are written for people",
        arguments: [
            (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KiB"), (1536, "1.5 KiB"), (138_412_032, "132 MiB"),
            (3_250_586, "3 MiB"), (3_355_443, "3.1 MiB"), (5 << 30, "5 GiB"),
        ])
    func human(bytes: Int, text: String) {
        #expect(ByteCount.human(bytes) == text)
    }
}
