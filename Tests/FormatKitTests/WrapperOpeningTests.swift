// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Foundation
import Testing

/// Wrappers through the opener, with every format of the program.
@Suite struct WrapperOpeningTests {
    private let opener = ImageOpener(registry: museimgFormats)
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../fixtures/archive")

    private func source(_ fixture: String, called name: String? = nil, tail: [UInt8] = []) throws -> MemorySource {
        let data = try Data(contentsOf: WrapperOpeningTests.folder.appending(path: fixture))
        return MemorySource([UInt8](data) + tail, name: name ?? fixture)
    }

    private func wrap(_ bytes: [UInt8], times: Int) throws -> [UInt8] {
        let gzip = try #require(museimgFormats.format(named: "gzip") as? any WrapperFormat)
        var bytes = bytes
        for _ in 0..<times {
            let sink = MemorySink()
            let wrapped = try gzip.makeSink(around: sink, options: OptionReader(FormatSpec("gzip")), name: "x")
            try wrapped.write(bytes)
            try wrapped.finish()
            bytes = sink.bytes
        }
        return bytes
    }

    @Test(arguments: [
        ("flash64k.bin.gz", "gzip > raw"), ("flash64k.bin.xz", "xz > raw"), ("flash64k.bin.zst", "zstd > raw"),
        ("flash64k.bin.bz2", "bzip2 > raw"), ("flash64k.bin.lz4", "lz4 > raw"), ("flash64k.zip", "zip > raw"),
        ("flash64k.7z", "7z > raw"), ("flash64k.tar.gz", "gzip > tar > raw"),
    ])
    func theChainIsShown(_ fixture: String, _ chain: String) throws {
        let opened = try opener.open(try source(fixture))
        #expect(opened.chainDescription == chain)
        #expect(opened.image.geometry.dataSize == 65536)
        #expect(opened.chain[opened.chain.count - 2].member?.hasSuffix("flash64k.bin") == true)
    }

    @Test func aNamedFormatIsLookedForInsideTheWrapper() throws {
        let formats = [FormatSpec("raw", ["geometry": "512x16"])]
        let opened = try opener.open(try source("flash64k.bin.gz"), formats: formats)
        #expect(opened.chainDescription == "gzip > raw")
        #expect(opened.image.geometry.pageSize == 512)
    }

    @Test func aDumpThatBeginsWithAKernelIsRaw() throws {
        let dump = try source("small.gz", called: "dump.bin", tail: [UInt8](repeating: 0xFF, count: 1 << 16))
        let opened = try opener.open(dump)
        #expect(opened.chainDescription == "raw")
        #expect(opened.chain[0].reason.contains("begins with gzip's magic, but it ends at"))
        let asked = try opener.open(dump, formats: [FormatSpec("gzip")])
        #expect(asked.chainDescription == "gzip > raw")
    }

    @Test func severalFilesAreListedAndOneIsChosen() throws {
        let error = #expect(throws: FormatError.self) { try opener.open(try source("two.zip")) }
        #expect(error?.code == .ambiguous)
        #expect(error?.message == "two.zip: holds 2 files: 'a.bin', 'b.bin'")
        #expect(error?.hint == "choose one, as in 'zip,member=a.bin:two.zip'")
        let opened = try opener.open(try source("two.zip"), formats: [FormatSpec("zip", ["member": "b.bin"])])
        #expect(opened.image.geometry.allPages.count >= 600)
        #expect(opened.chain[0].member == "b.bin")
    }

    @Test func eightWrappersAreEnough() throws {
        #expect(try opener.open(MemorySource(try wrap([1, 2, 3], times: 8))).chain.count == 9)
        let error = #expect(throws: FormatError.self) { try opener.open(MemorySource(try wrap([1, 2, 3], times: 9))) }
        #expect(error?.code == .tooLarge)
    }

    @Test(arguments: ["empty.gz", "empty.zip"])
    func nothingInsideIsAnError(_ fixture: String) throws {
        #expect(throws: FormatError(.empty, "")) { try opener.open(try source(fixture)) }
    }
}
