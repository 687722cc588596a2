// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

@Suite("Bad-block tables")
struct BadBlockTableTests {
    /// A chip without ECC that holds tables.
    private func chip(_ geometry: String = "2048+64x16x64") throws -> PlantedChip {
        try PlantedChip("none", geometry)
    }

    private func tables(_ chip: PlantedChip) throws -> [BadBlockTable] {
        try BadBlockTable.find(in: chip.dump(), plan: nil)
    }

    private func blocks(_ numbers: [Int]) -> BlockSet { BlockSet(numbers.map { BlockNumber($0) }) }

    @Test("the kernel's vector")
    func kernelVector() throws {
        let group = try ECCVectors.group("kernel-bbt")
        for vector in group.vectors {
            let count = try #require(vector["blocks"]?.int)
            let chip = try chip("2048+64x16x\(count)")
            let table = try #require(ECCVectors.bytes(hex: vector["table"]?.text))
            chip.write((count - 1) * 16, data: table, oob: [8: Array("Bbt0".utf8), 12: [1]])
            let found = try #require(try tables(chip).first)
            #expect(found.factoryBad == blocks(vector["factory_bad"]?.items?.compactMap(\.int) ?? []))
            #expect(found.worn == blocks(vector["worn"]?.items?.compactMap(\.int) ?? []))
            #expect(found.version == 1 && found.coveredBlocks == count && found.problems.isEmpty)
        }
    }

    /// 64 blocks, 5 bad from the factory, 9 worn, 10 in the state that nobody uses.
    private static let body: [UInt8] = {
        var bytes = [UInt8](repeating: 0xFF, count: 16)
        bytes[1] &= ~(3 << 2)
        bytes[2] = 0b1101_1011
        return bytes
    }()

    @Test(
        "signatures of all drivers",
        arguments: [
            ("Bbt0", 8, 12, false), ("1tbB", 8, 12, true), ("MVBbt0", 8, 14, false), ("1tbBVM", 8, 14, true),
            ("Bbt0", 14, 18, false), ("Bbt0", 11, 15, false), ("1tbB", 2, 6, true), ("Bbt0", 0, 4, false),
        ])
    func forms(_ signature: String, _ offset: Int, _ version: Int, _ isMirror: Bool) throws {
        let chip = try chip()
        chip.write(63 * 16, data: Self.body, oob: [offset: Array(signature.utf8), version: [7]])
        let table = try #require(try tables(chip).first)
        #expect(table.signature == signature && table.isMirror == isMirror && table.version == 7)
        #expect(table.factoryBad == blocks([5]) && table.worn == blocks([9, 10]))
    }

    @Test("without OOB, the signature comes first in the data")
    func inData() throws {
        let chip = try chip()
        chip.write(62 * 16, data: Array("1tbB".utf8) + [3] + Self.body)
        let table = try #require(try tables(chip).first)
        #expect(table.isMirror && table.version == 3 && table.block == BlockNumber(62))
        #expect(table.factoryBad == blocks([5]) && table.worn == blocks([9, 10]))
    }

    @Test("a table of several pages")
    func long() throws {
        let chip = try chip("512+16x8x8192")
        var body = [UInt8](repeating: 0xFF, count: 2048)
        body[2047] = 0x3F
        let first = 8191 * 8
        for page in 0..<4 {
            chip.write(
                first + page, data: Array(body[page * 512..<(page + 1) * 512]),
                oob: page == 0 ? [8: Array("Bbt0".utf8)] : [:])
        }
        let table = try #require(try tables(chip).first)
        #expect(table.factoryBad == blocks([8191]) && table.coveredBlocks == 8192)
    }

    @Test("the newer copy counts, across the wrap of its version")
    func versions() throws {
        let chip = try chip()
        var newer = Self.body
        newer[3] = 0x3F
        chip.write(63 * 16, data: Self.body, oob: [8: Array("Bbt0".utf8), 12: [255]])
        chip.write(62 * 16, data: newer, oob: [8: Array("1tbB".utf8), 12: [0]])
        let all = try tables(chip)
        #expect(all.count == 2)
        #expect(BadBlockTable.current(of: all).map(\.factoryBad) == [blocks([5, 15])])
    }

    @Test("copies of one version that differ are told")
    func disagreement() throws {
        let chip = try chip()
        var other = Self.body
        other[3] = 0x3F
        chip.write(63 * 16, data: Self.body, oob: [8: Array("Bbt0".utf8), 12: [1]])
        chip.write(62 * 16, data: other, oob: [8: Array("1tbB".utf8), 12: [1]])
        let all = try tables(chip)
        #expect(all.map(\.problems) == [[], ["says other blocks than the copy in block 63"]])
        #expect(BadBlockTable.current(of: all).map(\.block) == [BlockNumber(63)])
    }

    @Test("marks and tables that disagree")
    func marks() throws {
        let chip = try chip()
        chip.markBad(5)
        chip.markBad(20)
        chip.write(63 * 16, data: Self.body, oob: [8: Array("Bbt0".utf8), 12: [1]])
        var checker = try Checker(try chip.dump(), plan: nil)
        while try checker.step() {}
        let report = checker.report.badBlocks
        #expect(report.marked == blocks([5, 20]) && report.listed == blocks([5, 9, 10]))
        #expect(report.onlyMarked == blocks([20]) && report.onlyListed == blocks([9, 10]))
    }

    @Test("a table under ECC is corrected first")
    func corrected() throws {
        let chip = try PlantedChip("omap-bch8", "2048+64x16x64")
        let page = 63 * 16
        chip.write(page, data: Self.body + [UInt8](repeating: 0xFF, count: 2032))
        // The signature lies in parity there, so the form without OOB is the one in use.
        chip.write(page, data: Array("Bbt0".utf8) + [9] + Self.body)
        chip.encode(page)
        var dump = chip.pages
        for byte in [0, 3, 6, 40] { dump[page][byte] ^= 0x21 }
        let table = try #require(try BadBlockTable.find(in: chip.dump(dump), plan: chip.plan).first)
        #expect(table.version == 9 && table.factoryBad == blocks([5]))
        #expect(try BadBlockTable.find(in: chip.dump(dump), plan: nil).isEmpty)
    }

    @Test("MT7621 has good blocks as 0")
    func mt7621() throws {
        let chip = try chip()
        var body = [UInt8](repeating: 0, count: 16)
        body[1] = 3 << 2
        chip.write(60 * 16, data: body, oob: [1: Array("mtknand".utf8)])
        let table = try #require(try tables(chip).first)
        #expect(table.kind == .mt7621 && table.bad == blocks([5]))
    }

    @Test("MediaTek's map, version 1")
    func mediaTekMap() throws {
        let chip = try chip()
        let entries: [UInt8] = [17, 0, 60, 0, 3, 0, 61, 0]
        let sum = entries.reduce(UInt8(1 + 2), &+)
        let head = Array("BMT".utf8) + [1, 0, 2, sum] + [UInt8](repeating: 0xFF, count: 13)
        chip.write(63 * 16, data: head + entries, oob: [1: Array("bmt".utf8)])
        var table = try #require(try tables(chip).first)
        #expect(table.kind == .mediaTekMap && table.bad == blocks([3, 17]) && table.problems.isEmpty)
        #expect(table.remaps.map(\.substitute.rawValue) == [61, 60])
        chip.write(63 * 16, data: head + [17, 0, 60, 0, 3, 0, 200, 1])
        table = try #require(try tables(chip).first)
        #expect(table.problems.first == "maps block 3 to 456, the chip has 64")
    }

    @Test("MediaTek's map, version 2")
    func mediaTekMap2() throws {
        let chip = try chip()
        let map: [UInt8] = [0, 0, 1, 0, 3, 0, 4, 0, 5, 0, 0, 0]
        chip.write(63 * 16, data: Array("BMT".utf8) + [2] + map, oob: [1: Array("bmt".utf8)])
        let table = try #require(try tables(chip).first)
        #expect(table.kind == .mediaTekMap2 && table.coveredBlocks == 5 && table.remaps.count == 3)
    }

    @Test("NMBM, and its checksum")
    func nmbm() throws {
        let chip = try chip()
        func words(_ values: [UInt32]) -> [UInt8] {
            values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) } }
        }
        let map = (0..<64).flatMap { words([$0 == 5 ? 50 : UInt32(bitPattern: Int32($0))]) }
        let size = UInt32(32 + 16 + map.count)
        func table(_ checksum: UInt32) -> [UInt8] {
            Array("NMM1".utf8) + words([1, size, checksum, 12, 32, 48, 0]) + Self.body + map
        }
        let crc = CRC32.jffs2(table(0))
        chip.write(60 * 16, data: table(crc))
        var found = try #require(try tables(chip).first)
        #expect(found.kind == .nmbm && found.version == 12 && found.problems.isEmpty)
        #expect(found.factoryBad == blocks([5]) && found.remaps.map(\.substitute) == [BlockNumber(50)])
        chip.write(60 * 16, data: table(crc &+ 1))
        found = try #require(try tables(chip).first)
        #expect(found.problems == ["its checksum does not fit"])
    }

    @Test("hostile tables: any bytes behind each signature")
    func hostile() throws {
        var random = SeededGenerator(seed: 11)
        for round in 0..<60 {
            let chip = try PlantedChip("none", round % 2 == 0 ? "512+16x2x8" : "2048+64x4x8", seed: UInt64(round))
            for block in 0..<8 {
                let page = block * chip.geometry.pagesPerBlock
                var data = random.bytes(64)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: data.replaceSubrange(0..<4, with: Array("NMM1".utf8))
                case 1: data.replaceSubrange(0..<4, with: Array("BMT".utf8) + [1])
                case 2: data.replaceSubrange(0..<4, with: Array("BMT".utf8) + [2])
                case 3: data.replaceSubrange(0..<4, with: Array("Bbt0".utf8))
                default: break
                }
                // Sizes and offsets that nearly fit.
                if random.chance(50) { for at in [9, 10, 11, 21, 22, 23, 25, 26, 27] { data[at] = 0 } }
                chip.write(page, data: data, oob: [1: Array(["bmt", "mtknand"][round % 2].utf8)])
            }
            for table in try tables(chip) {
                #expect(table.coveredBlocks <= 8 && table.remaps.count <= BadBlockTable.maximumRemaps)
                #expect(table.bad.runs.allSatisfy { $0.upperBound <= BlockNumber(8) })
            }
        }
    }

    @Test("a table that is cut off says so, and is not the one in use")
    func cut() throws {
        let chip = try chip("512+16x8x8192")
        chip.write(8191 * 8, data: [UInt8](repeating: 0xFF, count: 512), oob: [8: Array("Bbt0".utf8)])
        let all = try BadBlockTable.find(in: chip.dump(missing: [8191 * 8 + 1]), plan: nil)
        #expect(all.first?.problems == ["is cut off after 2048 of 8192 blocks"])
    }
}
