// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Flash
import FormatKit
import FormatRegistry

/// How the first image is to be read.
struct OpenOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "The image's format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).",
            valueName: "format"),
        completion: .list(museimgFormats.formats.filter(\.info.canRead).map(\.info.name)))
    var format: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "The chip's shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].",
            valueName: "geometry"))
    var geometry: String?

    @OptionGroup var layouts: LayoutOptions

    /// Opens `text`, an IMAGE, with these options.
    ///
    /// - Parameters:
    ///   - geometry: in place of the option's, where that was not given.
    ///   - captures: paths of more captures of the same dump.
    /// - Throws: ``UsageError``, ``FormatError``, ``IOFailure``.
    func open(
        _ text: String, _ console: Console, geometry other: GeometrySpec? = nil, captures: [String] = []
    ) throws -> Subject {
        var spec = Self.spec(text)
        if let format {
            guard spec.formats.isEmpty else {
                throw UsageError("-f \(format) and \(text): the format is given twice")
            }
            spec.formats = try ImageSpec.chain(parsing: format, registry: museimgFormats)
        }
        let (own, told) = (try spec.takeLayout(), try layouts.choice())
        if let own, told != nil { throw UsageError("-l and \(own.option) in \(text): the layout is given twice") }
        return try Subject(
            spec, geometry: try parsedGeometry() ?? other, layout: own ?? told, captures: captures,
            console)
    }

    func parsedGeometry() throws -> GeometrySpec? {
        guard let geometry else { return nil }
        do {
            return try GeometrySpec(parsing: geometry)
        } catch {
            throw UsageError("-g: \(error.message)", hint: "as in -g 2048+64x64x1024 or -g nor:64K")
        }
    }

    static func spec(_ text: String) -> ImageSpec {
        ImageSpec(parsing: text) { museimgFormats.format(named: $0) != nil }
    }
}

/// The image that a command looks at, and how to read it.
struct ImageOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "image"),
        completion: .file())
    var image: String

    @OptionGroup var opening: OpenOptions

    func open(_ console: Console) throws -> Subject { try opening.open(image, console) }
}
