// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import PageLayout
import TestKit
import Testing

@testable import Identification

/// Chips that Linux's nandsim made, its file systems wrote and nanddump read: identified without a word about them.
@Suite("Identification of the kernel's dumps")
struct KernelDumpTests {
    private func proved(_ bytes: [UInt8]) throws -> IdentificationReport.Candidate {
        let identifier = Identifier(catalogue: try #require(IdentifierTests.catalogue), effort: .quick)
        return try #require(try identifier.identify(MemorySource(bytes)).proved)
    }

    @Test(
        "UBIFS and JFFS2, data corrected by the kernel and raw bits with flips",
        arguments: [
            ("ubifs-2048x64-bch4", "linux-bch4", "2048+64x64"),
            ("ubifs-2048x64-hamming", "linux-hamming", "2048+64x64"),
            ("jffs2-512x16-hamming", "linux-hamming-small", "512+16x32"),
        ], ["oob-dumpbad", "oob-noecc"])
    func kernel(chip: (String, String, String), file: String) throws {
        guard let bytes = try Fixture.corpus("\(chip.0)/\(file).bin.zst") else { return }
        let proved = try proved(bytes)
        #expect(proved.layout?.name == chip.1)
        #expect(proved.geometry.description.hasPrefix(chip.2 + "x"))
        #expect(!proved.assumesBlock)
        // But for the end of the chip, where a pattern was written raw, all blocks have one layout.
        let main = proved.ranges.filter { $0.layout != nil }
        #expect(main.count == 1)
    }

    @Test("YAFFS2 of an older kernel")
    func yaffs() throws {
        guard let corpus = Fixture.corpusFolder() else { return }
        let folder = URL(fileURLWithPath: corpus).deletingLastPathComponent().path + "/samples/yaffs2-nandsim"
        let bytes = try Fixture.output(of: ["gzip", "-dc", "\(folder)/snapshot_11_add_lorem.bin.gz"])
        let report = try Identifier(catalogue: #require(IdentifierTests.catalogue), effort: .normal)
            .identify(MemorySource(bytes))
        let proved = try #require(report.proved)
        // That kernel was built with CONFIG_MTD_NAND_ECC_SMC.
        #expect(proved.layout?.name == "linux-hamming-sm")
        #expect(proved.geometry.description == "2048+64x64x512")
    }
}
