// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatNanddumpText
import TestKit

/// What the tests of the text form share.
enum TextSamples {
    static let names = [
        "pretty_nooob_2pages", "pretty_oob_2pages", "canonical_nooob_2pages", "canonical_oob_2pages",
        "pretty_oob_across_badblock_padbad", "pretty_oob_across_badblock_skipbad",
    ]

    static func text(_ name: String) throws -> [UInt8] { try Fixture.bytes("nanddump/\(name).txt") }

    static func open(_ text: [UInt8], _ options: String = "", geometry: String? = nil) throws -> any RawImage {
        let spec = FormatSpec(parsing: options.isEmpty ? "nanddump-text" : "nanddump-text,\(options)")
        let input = FormatInput(
            source: MemorySource(text, name: "log.txt"), options: OptionReader(spec),
            geometry: try geometry.map { try GeometrySpec(parsing: $0) }, openCompanion: { _ in MemorySource([]) })
        return try NanddumpTextFormat().open(input)
    }

    /// Everything the image holds, as text.
    static func write(_ image: any PageSource, as spec: FormatSpec, chipOOBSize: Int = 0) throws -> [UInt8] {
        let sink = MemorySink()
        let output = FormatOutput(
            geometry: image.geometry, chipOOBSize: chipOOBSize, options: OptionReader(spec), sink: sink,
            makeCompanion: { _ in MemorySink() })
        let writer = try NanddumpTextFormat().makeWriter(output)
        var walker = try PageWalker(image)
        while let run = try walker.step() {
            // As an engine does where the target has no OOB: it gives none.
            let oob = writer.traits.oobSize == 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : run.oob
            try writer.write(PageRun(extent: run.extent, data: run.data, oob: oob))
        }
        try writer.finish()
        return sink.bytes
    }

    static func lines(_ text: [UInt8]) -> [String] {
        String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static func bytes(_ lines: [String], _ end: String = "\n") -> [UInt8] { Array(lines.joined(separator: end).utf8) }

    static func write(_ image: any RawImage) throws -> [UInt8] {
        try write(image, as: image.writtenAs ?? FormatSpec("nanddump-text"))
    }
}
