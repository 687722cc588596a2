// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import Inspect
import TestKit
import Testing

@Suite("What is recognised")
struct RecogniserTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let file: String
        let kind: String
        let confidence: Confidence
        let size: Int?
        var testDescription: String { file }

        init(_ file: String, _ kind: String, _ confidence: Confidence, _ size: Int?) {
            self.file = "inspect/\(file)"
            self.kind = kind
            self.confidence = confidence
            self.size = size
        }
    }

    /// One of each, with the size that its own header states.
    static let samples = [
        Sample("kernel-gzip.uimg", "uImage", .certain, 20088),
        Sample("filesystem-squashfs.uimg", "uImage", .certain, 4160),
        Sample("cramfs-be.img", "cramfs", .certain, 4096),
        Sample("cramfs-le.img", "cramfs", .certain, 4096),
        Sample("romfs.img", "romfs", .certain, nil),
        Sample("jffs2-be.jffs2", "JFFS2", .certain, nil),
        Sample("jffs2-le-nocm.jffs2", "JFFS2", .certain, nil),
        Sample("jffs2-le.jffs2", "JFFS2", .certain, nil),
        Sample("redundant.bin", "U-Boot environment", .certain, 8192),
        Sample("single-le.bin", "U-Boot environment", .certain, 8192),
        Sample("embedded.itb", "FIT", .likely, 26682),
        Sample("board.dtb", "DTB", .likely, 604),
        Sample("rootfs.squashfs", "squashfs", .likely, nil),
        Sample("v1-two-parts.trx", "TRX", .certain, 24576),
        Sample("v0.img", "Android boot", .likely, 24576),
        Sample("nand512-peb16k.ubi.gz", "UBI", .certain, 81920),
        Sample("nor-min1.ubi.gz", "UBI", .certain, 81920),
    ]

    @Test("each kind, on NOR and on NAND with OOB, wherever it lies", arguments: samples)
    func everywhere(_ sample: Sample) throws {
        let bytes = try Samples.bytes(sample.file)
        for offset in [0, 16 << 10, 48 << 10, 176 << 10] {
            let flash = Samples.flash(256 << 10, bytes, at: offset)
            try check(try Samples.inspect(flash, "raw", geometry: "nor:16K"), sample, offset, fileOffset: offset)
            let nand = Samples.withOOB(flash, page: 512, oob: 16)
            try check(
                try Samples.inspect(nand, "raw-oob", geometry: "512+16x32"), sample, offset,
                fileOffset: offset / 512 * 528)
        }
    }

    private func check(_ inspection: Inspection, _ sample: Sample, _ offset: Int, fileOffset: Int) throws {
        let content = try #require(inspection.contents.first, "\(offset)")
        #expect(inspection.contents.count == 1)
        #expect(content.kind == sample.kind)
        #expect(content.offset == offset)
        #expect(content.fileOffset == fileOffset)
        #expect(content.confidence == sample.confidence)
        #expect(content.problems == [])
        #expect(!content.evidence.isEmpty)
        if let size = sample.size { #expect(content.size == size) }
    }

    @Test("on a step of 512 bytes, with something else before it")
    func unaligned() throws {
        for sample in Self.samples where !sample.file.contains("ubi") && sample.kind != "U-Boot environment" {
            var generator = SeededGenerator(seed: 5)
            var flash = generator.bytes(128 << 10)
            let bytes = try Samples.bytes(sample.file)
            flash.replaceSubrange((33 << 9)..<((33 << 9) + bytes.count), with: bytes)
            let contents = try Samples.inspect(flash, "raw", geometry: "nor:64K").contents
            #expect(contents.first?.kind == sample.kind)
            #expect(contents.first?.offset == 33 << 9)
        }
    }

    @Test("a root file system directly behind a kernel, at no step")
    func follower() throws {
        let contents = try Samples.inspect(try Samples.bytes("inspect/openwrt-style-kernel+squashfs.bin")).contents
        #expect(contents.map(\.kind) == ["uImage", "squashfs"])
        #expect(contents.map(\.offset) == [0, 0x4F70])
        #expect(contents[0].parts.map(\.kind) == ["LZMA"])
    }

    @Test("volumes of a UBI with names, types, counts and what they hold")
    func volumes() throws {
        let bytes = try Samples.bytes("inspect/nand512-peb16k.ubi.gz")
        let flash = Samples.flash(256 << 10, bytes, at: 32 << 10)
        let ubi = try #require(try Samples.inspect(flash, "raw", geometry: "nor:64K").contents.first)
        #expect(ubi.details.first { $0.name == "image sequence" }?.value == "0x12345678")
        #expect(ubi.details.first { $0.name == "block" }?.number == 16384)
        #expect(ubi.parts.map(\.name) == ["kernel", "rootfs", "rootfs_data"])
        #expect(ubi.parts.map { $0.contents.map(\.kind) } == [[], ["squashfs"], []])
        #expect(ubi.parts.map { part in part.details.first { $0.name == "mapped LEBs" }?.number } == [2, 1, 0])
        #expect(
            ubi.parts.map { part in part.details.first { $0.name == "type" }?.value } == [
                "static", "dynamic", "dynamic",
            ])
        #expect(ubi.parts.map(\.offset) == [0x10200, 0x18200, nil])
    }

    @Test("UBIFS inside a volume of a real chip")
    func ubifs() throws {
        let inspection = try Samples.inspect(try Samples.bytes("dumps/ubifs-2048x64.bin.gz"))
        let ubi = try #require(inspection.contents.first { $0.kind == "UBI" })
        #expect(inspection.contents.count == 1)
        #expect(ubi.details.first { $0.name == "block" }?.number == 128 << 10)
    }

    @Test("gzip with its stored size, and one that goes on for long")
    func gzip() throws {
        let bytes = try Samples.bytes("archive/flash64k.bin.bz2")
        #expect(try Samples.inspect(bytes, "raw").contents.map(\.kind) == ["bzip2"])
        let packed = [UInt8](
            try Data(
                contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                    path: "../../fixtures/archive/flash64k.bin.gz")))
        let content = try #require(try Samples.inspect(packed + [0xFF, 0xFF], "raw").contents.first)
        #expect(content.kind == "gzip")
        #expect(content.confidence == .certain)
        #expect(content.size == packed.count)
        for (file, kind) in [("flash64k.bin.xz", "xz"), ("flash64k.bin.zst", "zstd")] {
            #expect(try Samples.inspect(try Samples.bytes("archive/\(file)"), "raw").contents.map(\.kind) == [kind])
        }
    }

    @Test("YAFFS2 by its tags")
    func yaffs() throws {
        let contents = try Samples.inspect(try Samples.bytes("nanddump/dev_8blocks_raw_with_2_bad.bin.gz")).contents
        #expect(contents.map(\.kind) == ["YAFFS2"])
        #expect(contents.first?.size == 2 * 128 << 10)
    }

    @Test("an ELF file: this test itself")
    func elf() throws {
        let executable = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/exe"))
        let head = [UInt8](try #require(try executable.read(upToCount: 64 << 10)))
        let content = try #require(try Samples.inspect(head, "raw").contents.first)
        #expect(content.kind == "ELF")
        #expect(content.problems.count == 1)
    }
}
