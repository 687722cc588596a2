// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import TestKit
import Testing

@testable import FormatArchive

@Suite struct WritingTests {
    /// Pieces of every kind: text, zeros, 0xFF, random bytes; 1.2 MiB.
    private var pieces: [[UInt8]] {
        var random = SeededGenerator(seed: 7)
        return [
            Array("flash".utf8), [UInt8](repeating: 0, count: 300_000), [],
            random.bytes(200_001),
            [UInt8](repeating: 0xFF, count: 700_000),
        ]
    }

    @Test(arguments: ArchiveFormat.all.map(\.info.name))
    func whatIsWrittenReadsBack(_ name: String) throws {
        let format = try Fixture.format(name)
        let packed = try format.write(pieces)
        #expect(packed == (try format.write(pieces)), "the same in, the same out")
        let input = FormatInput(MemorySource(packed, name: "x"))
        let part = try #require(try format.parts(input).first)
        #expect(part.name == (format.wrapper.hasMembers ? "dump.bin" : "x"))
        #expect(try part.open().source.allBytes() == pieces.flatMap { $0 })
        #expect(try format.probe(try ProbeInput(input.source)).map { $0.confidence >= .likely } == true)
    }

    @Test(arguments: ArchiveFormat.all.map(\.info.name))
    func nothingCanBeWritten(_ name: String) throws {
        let format = try Fixture.format(name)
        #expect(try format.expandOnly(FormatInput(MemorySource(try format.write([])))).size == 0)
    }

    @Test(arguments: ["gzip", "xz", "zstd", "bzip2", "zip"])
    func aHigherLevelIsNotLonger(_ name: String) throws {
        let format = try Fixture.format(name)
        let text = (0..<20000).flatMap { Array("line \($0 * 7919 % 10007)\n".utf8) }
        #expect(try format.write([text], level: "9").count <= format.write([text], level: "1").count)
        #expect(throws: UsageError.self) { try format.write([], level: "23") }
    }

    @Test(arguments: ["zip", "7z", "tar"])
    func namesOutsideOfASCIISurvive(_ name: String) throws {
        let format = try Fixture.format(name)
        let packed = try format.write([[1, 2, 3]], name: "Müll 闪存.bin")
        #expect(try format.parts(FormatInput(MemorySource(packed))).map(\.name) == ["Müll 闪存.bin"])
    }

    @Test(arguments: ArchiveFormat.all.map(\.info.name), [[], [1, 2, 3]] as [[UInt8]])
    func anAbandonedSinkLeavesNoEnd(_ name: String, _ bytes: [UInt8]) throws {
        let sink = MemorySink()
        do {
            let format = try Fixture.format(name)
            let wrapped = try format.makeSink(around: sink, options: OptionReader(FormatSpec(name)), name: "x")
            try wrapped.write(bytes)
        }
        #expect(sink.bytes.isEmpty)
    }

    @Test(arguments: ArchiveFormat.all.map(\.info.name))
    func theErrorOfTheSinkAroundIsPassedOn(_ name: String) throws {
        let format = try Fixture.format(name)
        #expect(throws: UsageError("full")) {
            let options = OptionReader(FormatSpec(name))
            let wrapped = try format.makeSink(around: FullSink(), options: options, name: "x")
            for piece in pieces { try wrapped.write(piece) }
            try wrapped.finish()
        }
    }

    @Test(arguments: Fixture.tools)
    func theUsualToolsAccept(_ tool: Fixture.Tool) throws {
        guard let program = tool.path else {
            print("skipped: \(tool.program) is not installed")
            return
        }
        let format = try Fixture.format(tool.format)
        let file = FileManager.default.temporaryDirectory.appending(
            path: "museimg-\(UUID().uuidString).\(format.info.extensions[0])")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try format.write(pieces)).write(to: file)
        let process = Process()
        process.executableURL = program
        process.arguments = tool.arguments + [file.path]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

private final class FullSink: ByteSink {
    let position = 0

    func write(_ bytes: UnsafeRawBufferPointer) throws { throw UsageError("full") }
}

extension Fixture {
    /// A program that tests files of a format.
    struct Tool: Sendable, CustomTestStringConvertible {
        let format: String
        let program: String
        let arguments: [String]

        var testDescription: String { program }

        var path: URL? {
            ["/usr/bin", "/bin"].map { URL(filePath: "\($0)/\(program)") }
                .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        }
    }

    static let tools = [
        Tool(format: "gzip", program: "gzip", arguments: ["-t"]),
        Tool(format: "xz", program: "xz", arguments: ["-t"]),
        Tool(format: "zstd", program: "zstd", arguments: ["-qt"]),
        Tool(format: "bzip2", program: "bzip2", arguments: ["-t"]),
        Tool(format: "lz4", program: "lz4", arguments: ["-qt"]),
        Tool(format: "zip", program: "unzip", arguments: ["-t"]),
        Tool(format: "tar", program: "tar", arguments: ["-tvf"]),
        Tool(format: "7z", program: "7z", arguments: ["t"]),
    ]
}
