// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import Testing

@Suite("Opening without -g, and doubts")
struct OpeningTests {
    @Test("a plain dump with OOB opens as what it is")
    func found() throws {
        let image = try Samples.open(try Samples.bytes("dumps/jffs2-512x16.bin.gz"))
        #expect(image.geometry.oobSize == 16)
        #expect(image.geometry.pagesPerBlock == 32)
        guard case .found = image.geometryOrigin else {
            Issue.record("\(image.geometryOrigin)")
            return
        }
    }

    @Test("raw-oob without a geometry that nothing tells is a question of usage")
    func unknown() throws {
        #expect(throws: UsageError.self) { try Samples.open([UInt8](repeating: 0, count: 4096), "raw-oob") }
    }

    @Test("-g with OOB and a dump that is cut short")
    func cut() throws {
        let bytes = Array(try Samples.bytes("nanddump/bb_skipbad.oob.bin.gz").dropLast(1001))
        #expect(try Samples.open(bytes, geometry: "2048+64x64").geometry.oobSize == 64)
        let zeros = [UInt8](repeating: 0, count: 2112 * 3 + 100)
        #expect(try Samples.open(zeros, geometry: "2048+64x64").geometry.oobSize == 64)
        #expect(try Samples.open(Array(zeros[..<4096]), geometry: "2048+64x64").geometry.oobSize == 0)
    }

    @Test("raw over a dump with OOB: what is wrong, and which flag to give")
    func doubt() throws {
        let ubi = try Samples.bytes("inspect/nand512-peb16k.ubi.gz")
        let erased = [UInt8](repeating: 0xFF, count: 16 << 10)
        let dump = Samples.withOOB(erased + ubi, page: 512, oob: 16)
        let finding = try #require(try Samples.inspect(dump, "raw").findings.first)
        #expect(
            finding.message
                == "no UBI header at 0x0, but one every 0x4200 bytes: the dump holds OOB (looks like 512+16)")
        #expect(finding.hint == "give -g 512+16x32, and leave -f raw out")
        #expect(finding.severity == .warning)
        let good = try Samples.inspect(dump)
        #expect(good.findings == [])
        #expect(good.contents.map(\.kind) == ["UBI"])
    }

    @Test("a block size that headers contradict")
    func block() throws {
        let ubi = try Samples.bytes("inspect/nand512-peb16k.ubi.gz")
        let finding = try #require(try Samples.inspect(ubi, "raw", geometry: "512x64").findings.first)
        #expect(finding.message.hasSuffix("a block has 16 KiB, not 32 KiB"))
        #expect(try Samples.inspect(ubi, "raw", geometry: "512x32").findings == [])
    }

    @Test("OOB where there is none")
    func tooMuch() throws {
        let ubi = try Samples.bytes("inspect/nand512-peb16k.ubi.gz")
        let finding = try #require(try Samples.inspect(ubi, "raw-oob", geometry: "512+16x32").findings.first)
        #expect(finding.hint == "give -f raw -g 512x32")
    }

    @Test("marks in most blocks are no marks")
    func marks() throws {
        var dump: [UInt8] = []
        for page in 0..<256 {
            dump += [UInt8](repeating: UInt8(page), count: 512)
            dump += [UInt8](repeating: 0x5A, count: 16)
        }
        let finding = try #require(try Samples.inspect(dump, "raw-oob", geometry: "512+16x32").findings.first)
        #expect(finding.hint?.contains("bbm=none") == true)
        let without = try Samples.inspect(dump, "raw-oob,bbm=none", geometry: "512+16x32")
        #expect(without.findings == [])
        #expect(without.blocks.programmed == 8)
    }
}
