// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Foundation
import Testing

@testable import FormatArchive

/// The files of `fixtures/archive`.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../fixtures/archive")
    /// CRC-32 of what is in the samples called flash64k.
    static let flash64k: UInt32 = 0xB3F1_BB35

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func source(_ name: String) throws -> MemorySource {
        MemorySource(try bytes(name), name: "some/folder/\(name)")
    }

    /// Each format with a file of it around `small.bin`.
    static let small = [
        "small.gz", "small.xz", "small.zst", "small.bz2", "small.lz4", "small.zip", "small.7z", "small.tar",
    ]

    /// The format that a file name stands for.
    static func format(_ name: String) throws -> ArchiveFormat {
        let ext = name.split(separator: ".").last.map(String.init) ?? ""
        let format = ArchiveFormat.all.first { $0.info.extensions.contains(ext) || $0.info.name == ext }
        return try #require(format as? ArchiveFormat)
    }
}

extension FormatInput {
    init(_ source: any ByteSource, _ options: FormatSpec = FormatSpec(""), limits: ExpansionLimits = .init()) {
        self.init(source: source, options: OptionReader(options), limits: limits) { path in
            throw UsageError("no companion \(path) here")
        }
    }
}

extension ByteSource {
    func allBytes() throws -> [UInt8] { try bytes(at: 0, count: size) }
}

extension ArchiveFormat {
    /// Expands the only part.
    func expandOnly(_ input: FormatInput) throws -> any ByteSource {
        let parts = try parts(input)
        try #require(parts.count == 1)
        return try parts[0].open().source
    }

    func write(_ pieces: [[UInt8]], name: String = "folder/dump.bin", level: String? = nil) throws -> [UInt8] {
        let sink = MemorySink()
        let options = OptionReader(level.map { FormatSpec(info.name, ["level": $0]) } ?? FormatSpec(info.name))
        let wrapped = try makeSink(around: sink, options: options, name: name)
        for piece in pieces { try wrapped.write(piece) }
        try wrapped.finish()
        return sink.bytes
    }
}
