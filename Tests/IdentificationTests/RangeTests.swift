// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

@testable import Identification

@Suite("Chips with several layouts, other orders, and structures that tell")
struct RangeTests {
    private let shape = LayoutTemplate.Shape(pageSize: 2048, oobSize: 64)

    private func layout(_ name: String) throws -> PageLayout {
        try #require(IdentifierTests.catalogue).require(name).layout(for: shape)
    }

    private func identifier(_ effort: Identifier.Effort = .quick) throws -> Identifier {
        Identifier(catalogue: try #require(IdentifierTests.catalogue), effort: effort)
    }

    private func dump(_ parts: [(Int, String)], blocks: Int, seed: UInt64) throws -> TestKit.SyntheticDump {
        let plan = TestKit.SyntheticDump.Plan(
            geometry: try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: blocks),
            layouts: try parts.map { ($0.0, try layout($0.1)) }, seed: seed)
        return try TestKit.SyntheticDump(plan)
    }

    @Test("a boot area with a layout of its own gets its own range")
    func boot() throws {
        let dump = try dump([(0, "omap-bch8"), (2, "linux-bch4")], blocks: 24, seed: 5)
        let proved = try #require(try identifier().identify(MemorySource(dump.bytes)).proved)
        #expect(proved.layout?.name == "linux-bch4")
        #expect(proved.ranges.map(\.layout?.name) == ["omap-bch8", "linux-bch4"])
        #expect(proved.ranges.first?.blocks == BlockNumber(0)..<BlockNumber(2))
    }

    @Test("worn blocks of the main layout are not taken for another one")
    func wornBlocks() throws {
        for (number, name) in ["linux-hamming", "linux-bch1", "linux-bch4"].enumerated() {
            var plan = TestKit.SyntheticDump.Plan(
                geometry: try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 48),
                layouts: [(0, try layout(name))], seed: UInt64(50 + number))
            plan.errorsPerMillion = 100
            let dump = try TestKit.SyntheticDump(plan)
            let proved = try #require(try identifier().identify(MemorySource(dump.bytes)).proved)
            #expect(proved.layout?.name == name)
            #expect(!proved.evidence.contains { $0.text.hasPrefix("\(name): ") }, "\(proved.evidence.map(\.text))")
        }
    }

    @Test("the boundary of two halves is found to the block, where that is written")
    func halves() throws {
        let dump = try dump([(0, "linux-bch8"), (19, "linux-hamming")], blocks: 40, seed: 6)
        let proved = try #require(try identifier().identify(MemorySource(dump.bytes)).proved)
        #expect(proved.ranges.map(\.layout?.name) == ["linux-bch8", "linux-hamming"])
        #expect(proved.ranges.first?.blocks.upperBound == BlockNumber(19))
    }

    @Test("data first, then all OOB")
    func atEnd() throws {
        let dump = try dump([(0, "linux-bch4")], blocks: 16, seed: 7)
        let pages = stride(from: 0, to: dump.bytes.count, by: 2112)
        let bytes = pages.flatMap { dump.bytes[$0..<$0 + 2048] } + pages.flatMap { dump.bytes[$0 + 2048..<$0 + 2112] }
        let proved = try #require(try identifier().identify(MemorySource(bytes)).proved)
        #expect(proved.order == .atEnd)
        #expect(proved.layout?.name == "linux-bch4")
        #expect(proved.geometry.description == "2048+64x64x16")
    }

    @Test("pages whose geometry is known, by their source")
    func pages() throws {
        let dump = try dump([(0, "gpmi")], blocks: 12, seed: 8)
        let plan = FlatImage.Plan(order: .interleaved, geometry: GeometrySpec(dump.geometry), origin: .given)
        let image = try FlatImage(MemorySource(dump.bytes), plan: plan)
        let proved = try #require(try identifier().identify(image).proved)
        #expect(proved.layout?.name == "gpmi")
        #expect(proved.geometry == GeometrySpec(dump.geometry))
        #expect(proved.marker?.range == BitRange(byte: 2048, bytes: 1))
    }

    @Test("a worn chip, most of whose steps have wrong bits, is proved by correcting")
    func worn() throws {
        var plan = TestKit.SyntheticDump.Plan(
            geometry: try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 8),
            layouts: [(0, try layout("omap-bch8"))], seed: 9)
        plan.errorsPerMillion = 1000
        let dump = try TestKit.SyntheticDump(plan)
        let report = try identifier(.normal).identify(
            MemorySource(dump.bytes), hint: .init(pageSize: 2048, oobSize: 64, pagesPerBlock: 64))
        #expect(report.proved?.layout?.name == "omap-bch8")
    }

    @Test("a layout that the catalogue does not have is recovered and can be written and read")
    func recovered() throws {
        let catalogue = try #require(IdentifierTests.catalogue)
        let dump = try dump([(0, "linux-bch8")], blocks: 8, seed: 10)
        let without = LayoutCatalogue(catalogue.templates.filter { $0.name != "linux-bch8" })
        let report = try Identifier(catalogue: without, effort: .normal).identify(
            MemorySource(dump.bytes), hint: .init(pageSize: 2048, oobSize: 64, pagesPerBlock: 64))
        let found = try #require(report.proved?.layout)
        let expected = try layout("linux-bch8")
        #expect(found.code == expected.code)
        #expect(found.steps.map(\.message) == expected.steps.map(\.message))
        #expect(found.steps.map(\.parity) == expected.steps.map(\.parity))
        let again = try LayoutTemplate(parsing: found.file(), file: "chip.toml").layout(for: shape)
        #expect(again == found)
    }

    @Test("an ONFI parameter page behind the dump, and its CRC")
    func onfi() throws {
        #expect(ONFIPage.crc(Array("123456789".utf8)) == 0x2771)
        var page = [UInt8](repeating: 0, count: 256)
        page.replaceSubrange(0..<4, with: Array("ONFI".utf8))
        page.replaceSubrange(44..<64, with: Array("MT29F1G08           ".utf8))
        func put(_ value: Int, _ offset: Int, _ size: Int) {
            for i in 0..<size { page[offset + i] = UInt8(truncatingIfNeeded: value >> (8 * i)) }
        }
        put(2048, 80, 4)
        put(64, 84, 2)
        put(64, 92, 4)
        put(1024, 96, 4)
        page[100] = 1
        put(Int(ONFIPage.crc(page[..<254])), 254, 2)
        let found = try #require(ONFIPage.find(in: [UInt8](repeating: 0xFF, count: 99) + page, at: 1000))
        #expect(found.answer.geometry.description == "2048+64x64x1024")
        #expect(found.model == "MT29F1G08")
        page[90] ^= 1
        #expect(ONFIPage.find(in: page, at: 0) == nil)
    }

    @Test("the boot header of Atmel's chips")
    func pmecc() throws {
        // Example of the data sheet: 4 sectors of 512, 64 bytes of spare, 4 bits, parity from byte 36.
        let word: [UInt8] = [0x05, 0x24, 0x90, 0xC0]
        let found = try #require(PMECCHeader((0..<52).flatMap { _ in word }))
        #expect(found.pageSize == 2048)
        #expect(found.oobSize == 64)
        #expect(found.sectorSize == 512)
        #expect(found.strength == 4)
        #expect(found.parityOffset == 36)
        #expect(PMECCHeader((0..<51).flatMap { _ in word } + [0, 0, 0, 0]) == nil)
    }
}
