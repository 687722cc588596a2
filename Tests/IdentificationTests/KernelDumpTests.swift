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

    /// Snapshots of one chip, and their pages with data.
    static let snapshots = [
        ("00_empty", 5), ("02_creat_directories", 19), ("07_move_dir5_dir2", 30), ("11_add_lorem", 45),
    ]

    private func snapshot(_ name: String) throws -> [UInt8]? {
        guard let corpus = Fixture.corpusFolder() else { return nil }
        let folder = URL(fileURLWithPath: corpus).deletingLastPathComponent().path + "/samples/yaffs2-nandsim"
        return try Fixture.output(of: ["gzip", "-dc", "\(folder)/snapshot_\(name).bin.gz"])
    }

    @Test("YAFFS2 of an older kernel", arguments: snapshots)
    func yaffs(name: String, written: Int) throws {
        guard let bytes = try snapshot(name) else { return }
        let proved = try proved(bytes)
        // That kernel was built with CONFIG_MTD_NAND_ECC_SMC.
        let layout = try #require(proved.layout)
        #expect(layout.name == "linux-hamming-sm")
        #expect(proved.geometry.description == "2048+64x64x512")

        // Encoded again, every page is the one that the kernel wrote.
        let codec = try LayoutCodec(layout)
        let workspace = LayoutCodec.Workspace(for: codec)
        var (pages, unlike) = (0, [Int]())
        for start in stride(from: 0, to: bytes.count, by: layout.rawPageSize) {
            let raw = Array(bytes[start..<start + layout.rawPageSize])
            guard raw.contains(where: { $0 != 0xFF }) else { continue }
            pages += 1
            // Parity that is not there cannot be left as it was.
            var again = raw
            for range in layout.steps.flatMap(\.parity) { for byte in range.bytes { again[byte] = 0 } }
            again.withUnsafeMutableBytes { again in
                guard let again = again.baseAddress else { return }
                codec.encode(again, workspace, setsPads: true) {
                    codec.messageIsBlank(again, step: $0) ? .erase : .encode
                }
            }
            if again != raw { unlike.append(start / layout.rawPageSize) }
        }
        print("\(name): \(pages) pages with data, \(unlike.count) with other parity: \(unlike)")
        #expect(pages == written && unlike.isEmpty)
    }
}
