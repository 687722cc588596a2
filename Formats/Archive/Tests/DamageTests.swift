// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@testable import FormatArchive

@Suite struct DamageTests {
    private func error(_ name: String, _ bytes: [UInt8], limits: ExpansionLimits = .init()) throws -> FormatError? {
        try outcome(name, bytes, limits: limits).error
    }

    /// What is told of damage: as an error, or beside what came out.
    private func told(_ name: String, _ bytes: [UInt8]) throws -> String? {
        let outcome = try outcome(name, bytes)
        return outcome.error?.message ?? outcome.findings.first?.message
    }

    private func outcome(
        _ name: String, _ bytes: [UInt8], limits: ExpansionLimits = .init()
    ) throws -> (error: FormatError?, findings: [Finding]) {
        let format = try Fixture.format(name)
        var findings: [Finding] = []
        do {
            for part in try format.parts(FormatInput(MemorySource(bytes, name: name), limits: limits)) {
                let expanded = try part.open()
                findings += (expanded.damage.map { [$0] } ?? []) + part.findings
            }
            return (nil, findings)
        } catch let error as FormatError {
            return (error, findings)
        }
    }

    @Test func aWrongCRCOfGzipIsTold() throws {
        var bytes = try Fixture.bytes("small.gz")
        bytes[bytes.count - 8] ^= 1
        #expect(try told("small.gz", bytes)?.contains("incorrect data check") == true)
    }

    @Test(arguments: Fixture.small)
    func aFlippedBitInTheContentsIsToldOrChangesATar(_ name: String) throws {
        var bytes = try Fixture.bytes(name)
        bytes[bytes.count / 3] ^= 0x10
        let (error, findings) = try outcome(name, bytes)
        #expect(error != nil || !findings.isEmpty || name == "small.tar")
        #expect((error?.offset ?? findings.first?.offset).map { $0 <= bytes.count } != false)
    }

    @Test(arguments: Fixture.small)
    func everyTruncationIsTold(_ name: String) throws {
        let bytes = try Fixture.bytes(name)
        // What is at the end of a tar or a zip is not needed to read the member.
        let needed = name == "small.tar" ? 512 + 1007 : name == "small.zip" ? bytes.count - 150 : bytes.count
        for count in 0..<bytes.count {
            let found = try told(name, Array(bytes.prefix(count)))
            if count < needed { #expect(found != nil, "\(name) of \(count) bytes") }
        }
    }

    @Test func whatFollowsTheLastGzipMemberIsLeftOut() throws {
        let gzip = try Fixture.format("x.gz")
        let bytes = try Fixture.bytes("small.gz")
        for tail in [[0xFF, 0xFF], [UInt8](repeating: 0, count: 5000), [0x1F], Array("garbage".utf8)] {
            let content = try gzip.expandOnly(FormatInput(MemorySource(bytes + tail)))
            #expect(try content.allBytes() == Fixture.bytes("small.bin"))
        }
        #expect(try told("x.gz", bytes + [0x1F, 0x8B, 8])?.contains("the file ends inside a gzip stream") == true)
    }

    @Test func otherBytesAreNoStream() throws {
        for name in Fixture.small {
            let found = try error(name, Array("no wrapper at all, just some text".utf8))
            #expect(found?.code == .badMagic, "\(name): \(found?.message ?? "no error")")
        }
    }

    @Test func encryptionIsRefused() throws {
        let found = try error("secret.zip", try Fixture.bytes("secret.zip"))
        #expect(found?.code == .unsupported)
        #expect(found?.message.contains("'a.bin' is encrypted") == true)
    }

    @Test func boundsHold() throws {
        let gzip = try Fixture.format("x.gz")
        let bomb = try gzip.expandOnly(FormatInput(try Fixture.source("bomb-64MiB-zeros.gz.gz"))).allBytes()
        var limits = ExpansionLimits()
        limits.maxBytes = 1 << 20
        let tooLong = try error("x.gz", bomb, limits: limits)
        #expect(tooLong?.code == .tooLarge)
        #expect(tooLong?.message == "x.gz: expands to more than 1 MiB")
        #expect(tooLong?.hint?.contains("max-size=") == true)
        limits = ExpansionLimits()
        limits.ratioFrom = 1 << 20
        let tooDense = try error("x.gz", bomb, limits: limits)
        #expect(tooDense?.code == .tooLarge)
        #expect(tooDense?.hint?.contains("max-ratio=10000") == true)
        let spec = FormatSpec("gzip", ["max-ratio": "2000", "max-size": "64M"])
        let content = try gzip.expandOnly(FormatInput(MemorySource(bomb), spec, limits: limits))
        #expect(content.size == 64 << 20)
    }

    @Test func aWrongSizeIsTold() throws {
        let good = try Fixture.bytes("small.zip")
        // The expanded size in the local header and in the directory.
        let directory = try #require(good.indices.dropLast(4).first { good[$0..<($0 + 4)] == [0x50, 0x4B, 1, 2] })
        for size in [0, 1006, 1008, 0xFFFF] {
            var bytes = good
            for place in [22, directory + 24] {
                bytes[place] = UInt8(size & 0xFF)
                bytes[place + 1] = UInt8(size >> 8)
            }
            #expect(try told("x.zip", bytes) != nil, "\(size)")
        }
    }

    /// Both claim sizes that no machine has the memory for.
    @Test(arguments: ["many-members.7z", "long-header.7z"])
    func claimsOfA7zAreNotBelieved(_ name: String) throws {
        #expect(try error("x.7z", try Fixture.bytes("../fuzz/SevenZip/\(name)")) != nil)
    }

    @Test func theHeaderOfA7zIsBounded() throws {
        var plain = try Fixture.bytes("small.7z")
        plain[23] = 1
        #expect(try error("x.7z", plain)?.code == .tooLarge)
        var packed = try Fixture.bytes("two.7z")
        #expect(try error("x.7z", packed) == nil)
        // What the header expands to: the first byte now says that four more follow.
        let place = try #require(packed.lastIndex(of: 0x0C)) + 1
        packed[place] = 0xF0
        #expect(try error("x.7z", packed)?.code == .tooLarge)
    }

    @Test func theNumberOfMembersIsBounded() throws {
        var limits = ExpansionLimits()
        limits.maxMembers = 1
        #expect(try error("two.zip", try Fixture.bytes("two.zip"), limits: limits)?.code == .tooLarge)
    }

    @Test(arguments: Fixture.small)
    func mutationsNeverCrash(_ name: String) throws {
        let good = try Fixture.bytes(name)
        let format = try Fixture.format(name)
        var random = SeededGenerator(seed: 42)
        var limits = ExpansionLimits()
        limits.maxBytes = 16 << 20
        for _ in 0..<1000 {
            var bytes = good
            for _ in 0..<(1 + random.next() % 8) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 8 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            let source = MemorySource(bytes, name: name)
            do {
                _ = try format.probe(try ProbeInput(source))
                for part in try format.parts(FormatInput(source, limits: limits)) { _ = try part.open() }
            } catch is any Diagnostic {
            }
        }
    }
}
