// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@testable import FormatArchive

/// What can be had of a wrapper that breaks in the middle.
@Suite struct PartialTests {
    /// 1.5 MiB as flash looks: noise, text and 0xFF, so that compressed streams have blocks of every kind.
    private static let content: [UInt8] = {
        var random = SeededGenerator(seed: 7)
        var bytes: [UInt8] = []
        for i in 0..<384 {
            switch i % 3 {
            case 0: bytes += random.bytes(4096)
            case 1: bytes += [UInt8](repeating: 0xFF, count: 4096)
            default:
                bytes += Array(repeating: Array("block \(1000 + i) ".utf8), count: 372).flatMap { $0 } + [0, 0, 0, 0]
            }
        }
        return bytes
    }()

    /// How much libarchive's own buffers may lose, in bytes; nil where a cut loses everything.
    private static let loss: [String: Int] = [
        "gzip": 0, "xz": 64 << 10, "zstd": 128 << 10, "bzip2": 164 << 10, "lz4": 4 << 20, "zip": 0, "tar": 0,
    ]

    private func packed(_ format: ArchiveFormat) throws -> [UInt8] {
        try format.write([PartialTests.content], level: format.info.name == "bzip2" ? "1" : nil)
    }

    private func open(_ format: ArchiveFormat, _ bytes: [UInt8], limits: ExpansionLimits = .init()) throws
        -> (part: ExpandedPart, findings: [Finding])
    {
        let parts = try format.parts(FormatInput(MemorySource(bytes, name: "x"), limits: limits))
        return (try parts[0].open(), parts[0].findings)
    }

    @Test(arguments: ["gzip", "xz", "zstd", "bzip2", "zip", "tar"])
    func whatComesBeforeACutIsThere(_ name: String) throws {
        let format = try Fixture.format(name)
        let whole = try packed(format)
        #expect(try open(format, whole).part.damage == nil)
        for share in [3, 7, 9] {
            let cut = Array(whole.prefix(whole.count * share / 10))
            let part = try open(format, cut).part
            let got = try part.source.allBytes()
            #expect(got == Array(PartialTests.content.prefix(got.count)), "\(name) \(share)")
            // Noise, which does not compress, is most of every stream; a third of the content is noise.
            let least = PartialTests.content.count * share / 10 - (PartialTests.loss[name] ?? 0) - 32 << 10
            #expect(got.count >= least && got.count < PartialTests.content.count, "\(name) \(share): \(got.count)")
            let damage = try #require(part.damage)
            #expect(damage.severity == .warning && damage.offset.map { $0 <= cut.count } == true)
            #expect(damage.message.contains("is cut short: \(got.count) bytes were expanded before"), "\(damage)")
        }
    }

    /// A frame of lz4 has blocks of 4 MiB when libarchive writes it.
    @Test func ofACutLZ4WholeBlocksAreThere() throws {
        let format = try Fixture.format("lz4")
        let content = Array(repeating: PartialTests.content, count: 4).flatMap { $0 }
        let whole = try format.write([content])
        let part = try open(format, Array(whole.dropLast(1000))).part
        #expect(try part.source.allBytes() == Array(content.prefix(4 << 20)))
        #expect(part.damage != nil)
    }

    @Test(arguments: ["gzip", "xz", "zstd", "bzip2", "zip", "7z"])
    func aFlippedBitIsToldAndWhatIsBeforeItIsThere(_ name: String) throws {
        let format = try Fixture.format(name)
        var bytes = try packed(format)
        let place = bytes.count * 7 / 10
        bytes[place] ^= 0x10
        // libarchive writes zstd without checksums: only a block's header shows damage.
        if name == "zstd" {
            bytes.replaceSubrange(place..<(place + 140_000), with: repeatElement(0x5A, count: 140_000))
        }
        let part = try open(format, bytes).part
        let got = try part.source.allBytes()
        let right = equalStart(got, PartialTests.content)
        #expect(right > PartialTests.content.count / 2, "\(name): \(right) of \(got.count)")
        let damage = try #require(part.damage)
        #expect(damage.message.contains("\(got.count) bytes"))
        #expect(damage.message.contains("may be wrong"))
    }

    @Test(arguments: ["gzip", "zip"])
    func whatAWrongChecksumIsAboutIsThere(_ name: String) throws {
        let format = try Fixture.format(name)
        var bytes = try Fixture.bytes(name == "gzip" ? "small.gz" : "small.zip")
        // The CRC: in the trailer, or in the directory, which goes before the local header.
        let place = name == "gzip" ? bytes.count - 8 : try #require(directory(in: bytes)) + 16
        bytes[place] ^= 1
        if name == "zip" { bytes[14] ^= 1 }
        let part = try open(format, bytes).part
        #expect(try part.source.allBytes() == Fixture.bytes("small.bin"))
        #expect(
            part.damage?.message.contains("does not agree: the 1007 bytes") == true,
            "\(String(describing: part.damage))")
    }

    /// How many bytes are equal at the start, in whole KiB: a loop over bytes takes seconds in a debug build.
    private func equalStart(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var count = 0
        while count + 1024 <= min(a.count, b.count), a[count..<(count + 1024)] == b[count..<(count + 1024)] {
            count += 1024
        }
        return count
    }

    private func directory(in zip: [UInt8]) -> Int? {
        zip.indices.dropLast(4).first { zip[$0..<($0 + 4)] == [0x50, 0x4B, 1, 2] }
    }

    @Test func aSmallZipLosesLittle() throws {
        let format = try Fixture.format("zip")
        var bytes = try Fixture.bytes("flash64k.zip")
        let whole = try open(format, bytes).part.source.allBytes()
        let place = bytes.count * 3 / 4
        for i in place..<(place + 64) { bytes[i] ^= 0x5A }
        let part = try open(format, bytes).part
        #expect(part.damage != nil)
        let got = try part.source.allBytes()
        #expect(equalStart(got, whole) > 16 << 10)
    }

    @Test func anArchiveThatIsCutListsWhatItCan() throws {
        let tar = try Fixture.format("twice.tar")
        let bytes = try Fixture.bytes("twice.tar")
        let whole = try tar.parts(FormatInput(MemorySource(bytes)))
        #expect(whole.count == 3 && whole.allSatisfy(\.findings.isEmpty))
        let first = try whole[0].open().source.allBytes()
        // Behind the first member and the second one's header.
        let cut = Array(bytes.prefix(512 + (first.count + 511) / 512 * 512 + 512 + 100))
        let parts = try tar.parts(FormatInput(MemorySource(cut)))
        #expect(parts.map(\.name) == ["dump.bin", "dump.bin#2"])
        #expect(parts[0].findings.first?.message.hasPrefix("the tar archive is damaged: 2 files were listed") == true)
        let intact = try parts[0].open()
        #expect(intact.damage == nil)
        #expect(try intact.source.allBytes() == first)
        let broken = try parts[1].open()
        #expect(broken.damage != nil && broken.source.size == 100)
    }

    @Test(arguments: ["gzip", "xz", "zstd", "bzip2", "lz4", "zip", "tar"])
    func nothingAtAllIsStillAnError(_ name: String) throws {
        let format = try Fixture.format(name)
        let whole = try packed(format)
        let start = name == "tar" ? 512 : name == "zip" ? 60 : 20
        #expect(throws: FormatError.self) { try open(format, Array(whole.prefix(start))) }
    }

    @Test func limitsAreStillErrors() throws {
        let format = try Fixture.format("gzip")
        let whole = try packed(format)
        var limits = ExpansionLimits()
        limits.maxBytes = 1 << 20
        for bytes in [whole, Array(whole.dropLast(100))] {
            #expect(throws: FormatError(.tooLarge, "")) { try open(format, bytes, limits: limits) }
        }
    }
}
