// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Testing

@testable import FormatArchive

@Suite struct ProbeTests {
    private func probe(_ fixture: String, called name: String, tail: [UInt8] = []) throws -> Probe? {
        let source = MemorySource(try Fixture.bytes(fixture) + tail, name: name)
        return try Fixture.format(fixture).probe(try ProbeInput(source))
    }

    private static let sure = ["small.xz", "small.7z", "small.tar"]

    @Test(arguments: Fixture.small + ["flash64k.bin.legacy.lz4", "multistream.gz", "empty.bz2", "two.zip"])
    func aWholeFileIsRecognised(_ fixture: String) throws {
        for name in [fixture, "dump.bin"] {
            let found = try #require(try probe(fixture, called: name))
            #expect(found.confidence == (ProbeTests.sure.contains(fixture) ? .certain : .likely), "\(found)")
        }
    }

    @Test(arguments: Fixture.small.filter { $0 != "small.tar" })
    func aDumpThatBeginsWithOneIsNot(_ fixture: String) throws {
        for tail in [[UInt8](repeating: 0xFF, count: 128 << 10), [UInt8](repeating: 0x5A, count: 5000)] {
            let found = try #require(try probe(fixture, called: "dump.bin", tail: tail))
            #expect(found.confidence == .weak)
            #expect(found.reason.hasPrefix("begins with"))
        }
    }

    @Test(arguments: Fixture.small)
    func theExtensionSettlesIt(_ fixture: String) throws {
        let found = try #require(try probe(fixture, called: fixture, tail: [UInt8](repeating: 0xFF, count: 4096)))
        #expect(found.confidence >= .likely)
    }

    @Test(arguments: Fixture.small)
    func nobodyElseSpeaksUp(_ fixture: String) throws {
        let input = try ProbeInput(MemorySource(try Fixture.bytes(fixture), name: "dump.bin"))
        let names = try ArchiveFormat.all.filter { try $0.probe(input) != nil }.map(\.info.name)
        #expect(names == [try Fixture.format(fixture).info.name])
    }

    @Test(arguments: Fixture.small)
    func shortFilesAreNotRead(_ fixture: String) throws {
        let bytes = try Fixture.bytes(fixture)
        for count in 0..<min(64, bytes.count) {
            let input = try ProbeInput(MemorySource(Array(bytes.prefix(count)), name: "dump.bin"))
            let found = try Fixture.format(fixture).probe(input)
            #expect(found.map { $0.confidence < .likely || fixture == "small.7z" } != false)
        }
    }

    @Test func bytesOfOneKindAreNothing() throws {
        for byte in [0x00, 0xFF, 0x55] as [UInt8] {
            let input = try ProbeInput(MemorySource([UInt8](repeating: byte, count: 4096)))
            for format in ArchiveFormat.all { #expect(try format.probe(input) == nil) }
        }
    }
}
