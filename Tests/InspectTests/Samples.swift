// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Foundation
import Inspect
import Testing

/// The files of `fixtures`, and chips made around them.
enum Samples {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures")

    /// A fixture's bytes, expanded where it is packed.
    static func bytes(_ name: String) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
        guard name.hasSuffix(".gz") else { return bytes }
        return try expand(MemorySource(bytes, name: name), with: "gzip")
    }

    static func expand(_ source: any ByteSource, with format: String) throws -> [UInt8] {
        let wrapper = try #require(museimgFormats.format(named: format) as? any WrapperFormat)
        let input = FormatInput(source: source, options: OptionReader(FormatSpec(format))) { throw UsageError($0) }
        let part = try #require(try wrapper.parts(input).first).open().source
        return try part.bytes(at: 0, count: part.size)
    }

    /// Erased bytes with `content` at `offset`.
    static func flash(_ size: Int, _ content: [UInt8], at offset: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xFF, count: size)
        bytes.replaceSubrange(offset..<(offset + content.count), with: content)
        return bytes
    }

    /// Each page of `data` with erased OOB behind it.
    static func withOOB(_ data: [UInt8], page: Int, oob: Int) -> [UInt8] {
        var result: [UInt8] = []
        for start in stride(from: 0, to: data.count, by: page) {
            result += data[start..<min(data.count, start + page)]
            result += [UInt8](repeating: 0xFF, count: oob)
        }
        return result
    }

    /// `raw` without its OOB.
    static func withoutOOB(_ raw: [UInt8], page: Int, oob: Int) -> [UInt8] {
        stride(from: 0, to: raw.count, by: page + oob).flatMap { raw[$0..<min(raw.count, $0 + page)] }
    }

    static func open(_ bytes: [UInt8], _ format: String? = nil, geometry: String? = nil) throws -> any RawImage {
        try ImageOpener(registry: museimgFormats).open(
            MemorySource(bytes, name: "dump.bin"), formats: format.map { [FormatSpec(parsing: $0)] } ?? [],
            geometry: try geometry.map { try GeometrySpec(parsing: $0) }
        ).image
    }

    static func inspect(
        _ bytes: [UInt8], _ format: String? = nil, geometry: String? = nil
    ) throws -> Inspection {
        let image = try open(bytes, format, geometry: geometry)
        return try Inspection(image, marker: image.marker, origin: image.geometryOrigin)
    }
}
