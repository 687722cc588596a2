// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Testing

@testable import Identification

@Suite("Structures that state the geometry")
struct DirectAnswerTests {
    private func little(_ value: UInt32, _ count: Int = 4) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    private func answers(_ bytes: [UInt8]) throws -> [DirectAnswer] { try DirectAnswer.find(MemorySource(bytes)) }

    /// A parameter page with its CRC.
    private func onfi(
        page: UInt32 = 2048, oob: UInt32 = 64, pages: UInt32 = 64, blocks: UInt32 = 1024, units: UInt8 = 1
    )
        -> [UInt8]
    {
        var bytes = [UInt8](repeating: 0, count: 256)
        bytes.replaceSubrange(0..<4, with: "ONFI".utf8)
        bytes.replaceSubrange(44..<64, with: "MT29F1G08ABAEAWP    ".utf8)
        bytes.replaceSubrange(80..<84, with: little(page))
        bytes.replaceSubrange(84..<86, with: little(oob, 2))
        bytes.replaceSubrange(92..<96, with: little(pages))
        bytes.replaceSubrange(96..<100, with: little(blocks))
        bytes[100] = units
        bytes.replaceSubrange(254..<256, with: little(UInt32(ONFIPage.crc(bytes[..<254])), 2))
        return bytes
    }

    @Test("ONFI: the CRC of the standard, and what the page says")
    func parameterPage() throws {
        // CRC-16 of polynomial 0x8005 from 0x4F4E on, computed bit by bit elsewhere.
        #expect(ONFIPage.crc("123456789".utf8) == 0x2771)
        let padding = [UInt8](repeating: 0xFF, count: 1000)
        let found = try answers(padding + onfi(units: 2))
        #expect(found.map(\.geometry.description) == ["2048+64x64x2048"])
        #expect(found.first?.text.contains("0x3e8 (MT29F1G08ABAEAWP)") == true)
        var damaged = onfi()
        damaged[81] ^= 1
        #expect(try answers(damaged).isEmpty)
    }

    @Test(
        "ONFI: numbers that make no chip are no answer",
        arguments: [
            (0, 64, 64, 8), (1, 1, 64, 8), (2048, 64, 0, 8), (2048, 4096, 64, 8), (1 << 20, 64, 64, 8),
            (65536, 64, 1024, 1 << 24),
        ]
            as [(UInt32, UInt32, UInt32, UInt32)])
    func impossible(page: UInt32, oob: UInt32, pages: UInt32, blocks: UInt32) throws {
        #expect(try answers(onfi(page: page, oob: oob, pages: pages, blocks: blocks, units: 255)).isEmpty)
    }

    @Test("FCB, with and without the right checksum")
    func controlBlock() throws {
        var bytes = [UInt8](repeating: 0, count: 1024)
        bytes.replaceSubrange(4..<8, with: "FCB ".utf8)
        for (at, value) in [(8, 0x0100_0000), (20, 2048), (24, 2112), (28, 64), (44, 4)] as [(Int, UInt32)] {
            bytes.replaceSubrange(at..<at + 4, with: little(value))
        }
        let sum = bytes[4..<512].reduce(UInt32(0)) { $0 + UInt32($1) }
        let plain = try #require(try answers(bytes).first)
        #expect(plain.geometry.description == "2048+64x64" && !plain.text.contains("checksum"))
        bytes.replaceSubrange(0..<4, with: little(~sum))
        #expect(try answers(bytes).first?.text.hasSuffix("8 bits per chunk, and its checksum is right") == true)
        bytes.replaceSubrange(24..<28, with: little(2048))
        #expect(try answers(bytes).isEmpty)
    }

    @Test("PMECC: the header that SAMA5 boards with 2048+64 use")
    func bootHeader() throws {
        let header = (0..<52).flatMap { _ in little(0xC090_2405) }
        let found = try #require(try answers(header + [UInt8](repeating: 0x5A, count: 4096)).first)
        #expect(found.geometry.pageSize == 2048 && found.geometry.oobSize == 64)
        #expect(found.text.contains("PMECC with 4 bits per 512 bytes from OOB byte 36 on"))
        var other = header
        other[100] ^= 1
        #expect(try answers(other).isEmpty)
    }
}
