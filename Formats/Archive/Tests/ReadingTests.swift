// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Testing

@testable import FormatArchive

@Suite struct ReadingTests {
    @Test(arguments: [
        "flash64k.bin.gz", "flash64k.bin.xz", "flash64k.bin.zst", "flash64k.bin.bz2", "flash64k.bin.lz4",
        "flash64k.bin.legacy.lz4", "flash64k.zip", "flash64k.7z", "multistream.gz",
    ])
    func samplesExpand(_ name: String) throws {
        let content = try Fixture.format(name).expandOnly(FormatInput(try Fixture.source(name)))
        #expect(content.size == 65536)
        #expect(CRC32.zlib(try content.allBytes()) == Fixture.flash64k)
    }

    @Test(arguments: Fixture.small)
    func smallOnesExpand(_ name: String) throws {
        let content = try Fixture.format(name).expandOnly(FormatInput(try Fixture.source(name)))
        #expect(try content.allBytes() == Fixture.bytes("small.bin"))
    }

    @Test func aStreamIsCalledAsItsFileWithoutTheExtension() throws {
        let gzip = try Fixture.format("x.gz")
        func name(_ file: String) throws -> String {
            try gzip.parts(FormatInput(MemorySource(try Fixture.bytes("small.gz"), name: file)))[0].name
        }
        #expect(try name("a/dump.bin.gz") == "dump.bin")
        #expect(try name("dump.TGZ") == "dump.tar")
        #expect(try name("dump.bin") == "dump.bin")
        #expect(try name(".gz") == ".gz")
    }

    @Test(arguments: ["empty.gz", "empty.xz", "empty.zst", "empty.bz2", "empty.lz4"])
    func emptyStreamsAreEmpty(_ name: String) throws {
        #expect(try Fixture.format(name).expandOnly(FormatInput(try Fixture.source(name))).size == 0)
    }

    @Test(arguments: ["empty.zip", "empty.tar", "empty.7z"])
    func emptyArchivesHaveNoParts(_ name: String) throws {
        #expect(try Fixture.format(name).parts(FormatInput(try Fixture.source(name))).isEmpty)
    }

    @Test func membersAreListedInOrder() throws {
        let parts = try Fixture.format("two.zip").parts(FormatInput(try Fixture.source("two.zip")))
        #expect(parts.map(\.name) == ["a.bin", "b.bin"])
        #expect(parts.map(\.size) == [1007, 600])
        #expect(try parts[1].open().source.allBytes() == Array(Fixture.bytes("small.bin").prefix(600)))
        #expect(try parts[1].open().source.name == "b.bin")
    }

    @Test func onlyRegularFilesAreCandidatesAndNamesAreMadePrintable() throws {
        let parts = try Fixture.format("odd.tar").parts(FormatInput(try Fixture.source("odd.tar")))
        #expect(parts.map(\.name) == ["../../etc/.[31mdump.bin"])
        #expect(try parts[0].open().source.allBytes() == Fixture.bytes("small.bin"))
    }

    @Test func equalNamesAreToldApart() throws {
        let parts = try Fixture.format("twice.tar").parts(FormatInput(try Fixture.source("twice.tar")))
        #expect(parts.map(\.name) == ["dump.bin", "dump.bin#2", "/etc/passwd"])
        #expect(try parts[1].open().source.size == 600)
    }

    @Test func holesOfTarAreHoles() throws {
        let content = try Fixture.format("x.tar").expandOnly(FormatInput(try Fixture.source("sparse.tar")))
        #expect(content.size == 1 << 20)
        #expect(content.hole(at: 0) == 0..<(512 << 10))
        #expect(try content.bytes(at: 512 << 10, count: 1007) == Fixture.bytes("small.bin"))
        #expect(content.hole(at: 512 << 10) == nil)
    }

    @Test func zerosInAStreamAreData() throws {
        let gzip = try Fixture.format("x.gz")
        let packed = try gzip.write([[UInt8](repeating: 0, count: 1 << 20), [1]])
        let content = try gzip.expandOnly(FormatInput(MemorySource(packed)))
        #expect(content.size == 1 << 20 + 1)
        #expect(content.hole(at: 0) == nil)
        #expect(try content.allBytes() == [UInt8](repeating: 0, count: 1 << 20) + [1])
    }
}
