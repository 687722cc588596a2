// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import TestKit
import Testing

@Suite("Geometry by evidence")
struct GeometryEvidenceTests {
    private func spec(_ bytes: [UInt8]) throws -> String? {
        try GeometryEvidence(MemorySource(bytes)).best.map { "\($0.spec)" }
    }

    @Test(
        "real dumps with OOB",
        arguments: [
            ("dumps/ubifs-2048x64.bin.gz", "2048+64x64"), ("dumps/jffs2-512x16.bin.gz", "512+16x32"),
            ("nanddump/dev_8blocks_raw_with_2_bad.bin.gz", "2048+64x64"),
            ("nanddump/bb_skipbad.oob.bin.gz", "2048+64x64"),
            ("nanddump/bb_padbad.oob.bin.gz", "2048+64x64"), ("inspect/yaffs2-empty-4blocks.bin.gz", "2048+64x64"),
            ("inspect/nand-512+16-4blk.img", "512+16x32"),
        ])
    func real(_ file: String, _ expected: String) throws {
        let bytes = try Samples.bytes(file)
        let best = try #require(try GeometryEvidence(MemorySource(bytes)).best)
        #expect("\(best.spec)" == expected)
        #expect(!best.reasons.isEmpty)
        // Cut in the middle of a page it is still the same.
        #expect(try spec(Array(bytes.dropLast(777))) == expected)
    }

    @Test(
        "the same dumps without their OOB claim none",
        arguments: [
            ("dumps/ubifs-2048x64.bin.gz", 2048, 64), ("dumps/jffs2-512x16.bin.gz", 512, 16),
            ("nanddump/dev_8blocks_raw_with_2_bad.bin.gz", 2048, 64), ("inspect/yaffs2-empty-4blocks.bin.gz", 2048, 64),
            ("inspect/nand-512+16-4blk.img", 512, 16),
        ])
    func stripped(_ file: String, _ page: Int, _ oob: Int) throws {
        let data = Samples.withoutOOB(try Samples.bytes(file), page: page, oob: oob)
        #expect(try GeometryEvidence(MemorySource(data)).withOOB == nil)
    }

    @Test("a UBI without OOB tells its block and page")
    func ubi() throws {
        #expect(try spec(try Samples.bytes("inspect/nand512-peb16k.ubi.gz")) == "512x32")
        #expect(try spec(try Samples.bytes("inspect/nor-min1.ubi.gz")) == "nor:16K")
        let image = try Samples.open(try Samples.bytes("inspect/nand512-peb16k.ubi.gz"))
        #expect(image.geometry.description == "512x32x5")
        guard case .found(let reason) = image.geometryOrigin else {
            Issue.record("\(image.geometryOrigin)")
            return
        }
        #expect(reason.contains("0x4000"))
    }

    @Test("every known page and OOB size, from written pages with a blank mark alone")
    func everyShape() throws {
        var generator = SeededGenerator(seed: 21)
        for shape in [
            (512, 16, 32), (2048, 64, 64), (2048, 128, 64), (4096, 224, 64), (4096, 256, 64), (8192, 640, 128),
        ] {
            var dump: [UInt8] = []
            for _ in 0..<80 {
                dump += generator.bytes(shape.0) + [0xFF, 0xFF]
                dump += generator.bytes(shape.1 - 2)
            }
            let best = try #require(try GeometryEvidence(MemorySource(dump)).best, "\(shape)")
            #expect("\(best.spec)" == "\(shape.0)+\(shape.1)x\(shape.2)")
            #expect(best.confidence == .likely)
            #expect(best.assumesBlock)
        }
    }

    @Test("UBI headers in pages with OOB tell the block, of every size")
    func ubiWithOOB() throws {
        let ubi = try Samples.bytes("inspect/nand512-peb16k.ubi.gz")
        let dump = Samples.withOOB(ubi, page: 512, oob: 16)
        let best = try #require(try GeometryEvidence(MemorySource(dump)).best)
        #expect("\(best.spec)" == "512+16x32")
        #expect(best.confidence == .certain)
        #expect(best.period == 0x4200)
        #expect(!best.assumesBlock)
    }

    @Test("nothing is claimed for data")
    func silent() throws {
        var generator = SeededGenerator(seed: 33)
        func records(_ size: Int, blank: Int) -> [UInt8] {
            (0..<(1 << 20) / size).flatMap { _ in
                generator.bytes(size - blank) + [UInt8](repeating: 0xFF, count: blank)
            }
        }
        var cases = [
            generator.bytes(3 << 20), [UInt8](repeating: 0, count: 1 << 20), [UInt8](repeating: 0xFF, count: 1 << 20),
            Array(String(repeating: "the quick brown fox jumps over the lazy dog\n", count: 20000).utf8),
        ]
        for (size, blank) in [(16, 2), (64, 4), (96, 8), (132, 4), (512, 40), (2048, 100), (4096, 1000)] {
            cases.append(records(size, blank: blank))
        }
        for (index, bytes) in cases.enumerated() {
            #expect(try GeometryEvidence(MemorySource(bytes)).candidates == [], "case \(index)")
        }
    }

    @Test("a look is the same each time")
    func deterministic() throws {
        let source = MemorySource(try Samples.bytes("dumps/ubifs-2048x64.bin.gz"))
        #expect(try GeometryEvidence(source).candidates == GeometryEvidence(source).candidates)
    }

    @Test("the table is sound: no two shapes share a raw page, and every one is a geometry")
    func table() throws {
        let raw = KnownShape.all.map(\.rawPageSize)
        #expect(Set(raw).count == raw.count)
        for shape in KnownShape.all {
            let geometry = try shape.spec().geometry(blockCount: 1)
            #expect(geometry.oobSize < geometry.pageSize)
            #expect(shape.pageSize.nonzeroBitCount == 1)
        }
    }
}
