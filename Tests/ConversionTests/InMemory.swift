// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import FormatRegistry
import Testing

/// An image written to memory, with its second file where the format has one.
final class WrittenImage {
    let spec: FormatSpec
    let main = MemorySink()
    private(set) var companions: [String: MemorySink] = [:]

    init(as spec: FormatSpec) { self.spec = spec }

    /// Converts `source` into this image.
    func fill(
        from source: any PageSource, chipOOBSize: Int, marker: BadBlockMarker? = nil,
        options: ConversionOptions = ConversionOptions()
    ) throws -> Account {
        let format = try #require(try museimgFormats.require(spec.name) as? any ImageFormat)
        let output = FormatOutput(
            geometry: try options.targetGeometry(of: source.geometry), chipOOBSize: chipOOBSize,
            options: OptionReader(spec), sink: main,
            makeCompanion: { path in
                let sink = MemorySink()
                self.companions[path] = sink
                return sink
            })
        let writer = try format.makeWriter(output)
        return try Conversion(from: source, marker: marker, to: writer, options: options).run()
    }

    /// Opens it again.
    func open(_ geometry: GeometrySpec, options: [FormatSpec.Option] = []) throws -> any RawImage {
        let format = try #require(try museimgFormats.require(spec.name) as? any ImageFormat)
        var spec = spec
        spec.options += options
        let companions = companions.mapValues { MemorySource($0.bytes) }
        let input = FormatInput(
            source: MemorySource(main.bytes), options: OptionReader(spec), geometry: geometry,
            openCompanion: { path in companions[path] ?? MemorySource([]) })
        return try format.open(input)
    }
}
