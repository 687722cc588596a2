// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatAndroidSparse
import FormatKit
import TestKit
import Testing

@Suite("android-sparse: files of AOSP's tools")
struct AndroidSparseSampleTests {
    private let format = AndroidSparseFormat()
    private static let flash64k = "190b3b54ecfe747cba688a2c1564c975f746805e5727252d2158cc3c2383258d"

    @Test(
        "img2simg's files hold what went in, and are written back as they were", arguments: ["default4096", "bs1024"])
    func content(name: String) throws {
        let file = try Fixture.bytes("sparse/\(name).simg")
        #expect(try format.probe(ProbeInput(MemorySource(file)))?.confidence == .certain)
        let image = try FormatTesting.open(file, as: format)
        let (start, bytes) = try AddressedTesting.content(image)
        #expect(start == 0 && SHA256.hex(bytes) == Self.flash64k)
        #expect(image.findings.isEmpty)
        try Conformance.check(source: image)
        let options = try #require(image.writtenAs).description.dropFirst("android-sparse,".count)
        #expect(try FormatTesting.write(image, as: format, String(options)).main == file)
    }

    @Test("the end of the last block is padded, which no header tells")
    func tail() throws {
        let image = try FormatTesting.open(try Fixture.bytes("sparse/partial-tail.simg"), as: format)
        let bytes = try AddressedTesting.content(image).bytes
        #expect(bytes.count == 20480 && bytes[20001...].allSatisfy { $0 == 0 })
        #expect(
            SHA256.hex(Array(bytes[..<20001])) == "3507e26428a7e65857a2adcc12eb7658f237ce65e439f0be9e968183aa205c3e")
    }

    @Test("what nobody cares for is missing, and the CRC that libsparse writes is known")
    func dontCare() throws {
        let file = try Fixture.bytes("sparse/crc-fill1-skip.simg")
        let image = try FormatTesting.open(file, as: format)
        var extents = try ExtentSequence(image)
        var missing: [PageRange] = []
        while let extent = try extents.next() { if extent.state == .missing { missing.append(extent.pages) } }
        #expect(missing == [PageRange(from: PageNumber(9 * 4096), count: 3 * 4096)])
        #expect(image.findings.count == 1)
        #expect(image.findings.first?.severity == .note && image.findings.first?.message.contains("libsparse") == true)
        // A bit of the data, and one of the CRC itself.
        for place in [5000, file.count - 1] {
            var damaged = file
            damaged[place] ^= 1
            let findings = try FormatTesting.open(damaged, as: format).findings
            #expect(findings.contains { $0.severity == .warning && $0.message.contains("it is damaged") })
            #expect(
                try FormatTesting.open(damaged, as: format, "verify=no").findings.allSatisfy { $0.severity == .note })
        }
    }

    @Test("simg2img reads what is written")
    func oracle() throws {
        var random = SeededGenerator(seed: 3)
        for options in ["", "block=1024", "block=65536"] {
            var bytes = random.bytes(300_000)
            bytes.replaceSubrange(20_000..<90_000, with: repeatElement(0xFF, count: 70_000))
            bytes.replaceSubrange(130_000..<150_000, with: (0..<20_000).map { UInt8([1, 2, 3, 4][$0 % 4]) })
            let file = try TemporaryFile(try FormatTesting.write(GappedChip(bytes), as: format, options).main)
            let out = try TemporaryFile([])
            _ = try Fixture.output(of: ["simg2img", file.path, out.path])
            let read = try out.bytes()
            #expect(Array(read.prefix(bytes.count)) == bytes, "\(options)")
        }
    }
}

@Suite("android-sparse: chunks and fields")
struct AndroidSparseFieldTests {
    private let format = AndroidSparseFormat()

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func header(block: Int = 1024, blocks: Int, chunks: Int) -> [UInt8] {
        [0x3A, 0xFF, 0x26, 0xED, 1, 0, 0, 0, 28, 0, 12, 0] + little(block, 4) + little(blocks, 4) + little(chunks, 4)
            + little(0, 4)
    }

    private func chunk(_ kind: Int, _ blocks: Int, _ body: [UInt8], size: Int? = nil) -> [UInt8] {
        little(kind, 2) + [0, 0] + little(blocks, 4) + little(size ?? 12 + body.count, 4) + body
    }

    /// Raw, fill, nobody cares, raw.
    private var small: [UInt8] {
        header(blocks: 7, chunks: 4) + chunk(0xCAC1, 1, Array(repeating: 7, count: 1024))
            + chunk(0xCAC2, 3, [1, 2, 3, 4]) + chunk(0xCAC3, 2, []) + chunk(0xCAC1, 1, Array(repeating: 9, count: 1024))
    }

    @Test("every kind of chunk, larger headers, empty chunks of simg2simg")
    func kinds() throws {
        let image = try FormatTesting.open(small, as: format)
        let held = try AddressedTesting.held(image)
        #expect(held.count == 5 * 1024)
        #expect(held[0] == 7 && held[1024] == 1 && held[1027] == 4 && held[4095] == 4 && held[6144] == 9)
        #expect(held[4096] == nil && held[6143] == nil)
        #expect(image.fileOffset(of: PageNumber(5)) == 45 && image.fileOffset(of: PageNumber(1024)) == nil)
        var wide = header(blocks: 1, chunks: 2)
        wide[8] = 32
        wide[10] = 16
        wide += [0, 0, 0, 0] + chunk(0xCAC1, 0, [], size: 16) + [0, 0, 0, 0]
        wide += chunk(0xCAC1, 1, [], size: 16 + 1024) + [0, 0, 0, 0] + Array(repeating: 5, count: 1024)
        #expect(try AddressedTesting.held(FormatTesting.open(wide, as: format)).values.allSatisfy { $0 == 5 })
    }

    @Test(
        "a header's field that is out of bounds is named with its offset",
        arguments: [
            (0, [0x3B], FormatError.Code.badMagic, "magic"), (4, [2], .unsupported, "major_version"),
            (8, [27], .badValue, "file_hdr_sz"), (8, [0xFF, 0xFF], .badValue, "file_hdr_sz"),
            (10, [11], .badValue, "chunk_hdr_sz"), (12, [0, 0, 0, 0], .badValue, "blk_sz"),
            (12, [1, 4], .badValue, "blk_sz"), (12, [0xFF, 0xFF, 0xFF, 0xFF], .badValue, "blk_sz"),
            (16, [0, 0, 0, 0], .badValue, "chunk_sz of chunk 0"), (16, [6], .badValue, "chunk_sz of chunk 3"),
            (28 + 4, [2], .badValue, "total_sz of chunk 0"), (28 + 8, [0, 0], .badValue, "total_sz of chunk 0"),
            (28 + 4, [0xFF, 0xFF, 0xFF, 0xFF], .badValue, "total_sz of chunk 0"),
            (28 + 1036 + 8, [15], .badValue, "total_sz of chunk 1"),
            (28 + 1036 + 16 + 8, [11], .badValue, "total_sz of chunk 2"),
            (28 + 1036, [0xC4], .badValue, "chunk_sz of CRC chunk 1"),
        ] as [(Int, [UInt8], FormatError.Code, String)])
    func fields(at: Int, value: [UInt8], code: FormatError.Code, field: String) throws {
        var file = small
        file.replaceSubrange(at..<(at + value.count), with: value)
        let error = #expect(throws: FormatError(code, "")) { try FormatTesting.open(file, as: format) }
        #expect(error?.message.contains(field) == true, "\(error?.message ?? "")")
        #expect(error?.offset != nil)
    }

    @Test("what goes on is read with a warning")
    func warnings() throws {
        func warnings(_ file: [UInt8]) throws -> [String] {
            try FormatTesting.open(file, as: format).findings.filter { $0.severity == .warning }.map(\.message)
        }
        #expect(try warnings(small).isEmpty)
        var more = small
        more[16] = 8
        #expect(try warnings(more) == ["the chunks have 7 blocks, total_blks says 8: the rest is missing"])
        more = small
        more[20] = 5
        #expect(try warnings(more) == ["the file ends before chunk 4 of 5: the rest is missing"])
        more = small
        more[28 + 1036] = 0xC7
        #expect(
            try warnings(more) == ["chunk 1 has the unknown type 0xcac7: its blocks are missing"])
        #expect(try warnings(small + [0]).isEmpty)
        let bodied = header(blocks: 1, chunks: 1) + chunk(0xCAC3, 1, [1, 2])
        #expect(try warnings(bodied) == ["chunk 0 has a body and should have none"])
    }

    @Test("a set is laid together; pieces that do not fit are refused")
    func sets() throws {
        let a = header(blocks: 4, chunks: 2) + chunk(0xCAC2, 1, [1, 1, 1, 1]) + chunk(0xCAC3, 3, [])
        let b =
            header(blocks: 4, chunks: 3) + chunk(0xCAC3, 2, []) + chunk(0xCAC1, 1, Array(repeating: 3, count: 1024))
            + chunk(0xCAC3, 1, [])
        let image = try FormatTesting.open(a, as: format, "also=b", companion: b)
        let held = try AddressedTesting.held(image)
        #expect(held.count == 2048 && held[0] == 1 && held[2048] == 3)
        let over =
            header(blocks: 4, chunks: 2) + chunk(0xCAC1, 1, (0..<1024).map { UInt8($0 & 0xFF) })
            + chunk(0xCAC3, 3, [])
        let twice = try FormatTesting.open(a, as: format, "also=b", companion: over)
        #expect(try AddressedTesting.held(twice)[255] == 255)
        #expect(twice.findings.contains { $0.message.contains("1024 bytes") })
        #expect(throws: FormatError(.badValue, "")) {
            try FormatTesting.open(a, as: format, "also=b", companion: header(blocks: 5, chunks: 0))
        }
    }

    @Test("bombs are refused before anything is expanded")
    func bombs() throws {
        let bomb = header(block: 4096, blocks: 0xFFFF_FFFF, chunks: 1) + chunk(0xCAC2, 0xFFFF_FFFF, [0, 0, 0, 0])
        #expect(throws: FormatError(.tooLarge, "")) { try FormatTesting.open(bomb, as: format) }
        let image = try FormatTesting.open(bomb, as: format, "max-size=16T".replacing("16T", with: "17592186044416"))
        #expect(image.geometry.dataSize >= 17_592_186_040_320)
        #expect(throws: FormatError(.empty, "")) { try FormatTesting.open([], as: format) }
        #expect(throws: FormatError(.empty, "")) { try FormatTesting.open(header(blocks: 0, chunks: 0), as: format) }
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        try AddressedTesting.checkTruncations(small, as: format)
    }

    @Test("bytes and gaps of whole blocks come back")
    func roundTrips() throws {
        for seed in 0..<16 {
            var random = SeededGenerator(seed: UInt64(seed))
            let source = try GappedChip(&random, unit: 1024, size: 1 << 20)
            let file = try FormatTesting.write(source, as: format, "block=1024").main
            let image = try FormatTesting.open(file, as: format, geometry: "nor:4K")
            #expect(try AddressedTesting.held(image) == AddressedTesting.held(source), "seed \(seed)")
            try Conformance.check(source: image)
            #expect(try FormatTesting.write(image, as: format, "block=1024").main == file, "seed \(seed)")
        }
    }

    @Test("bytes that do not fill a block do, with 0xFF")
    func partBlocks() throws {
        let source = try GappedChip([1, 2, 3], at: 5000)
        let held = try AddressedTesting.held(
            FormatTesting.open(try FormatTesting.write(source, as: format).main, as: format))
        #expect(held.count == 4096 && held[4096] == 0xFF && held[5000] == 1 && held[5003] == 0xFF)
        #expect(throws: UsageError.self) { try FormatTesting.write(source, as: format, "block=1022") }
    }

    @Test("damage never traps: an image or a typed error")
    func mutations() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<4000 {
            var file = small
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let heads = [0..<28, 28..<40, 1064..<1080, 1080..<1092].randomElement(using: &random) ?? 0..<28
                file[Int.random(in: heads, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                let image = try FormatTesting.open(file, as: format)
                var walker = try PageWalker(image)
                for _ in 0..<8 { if try walker.step() == nil { break } }
            } catch is any Diagnostic {
            }
        }
    }
}
