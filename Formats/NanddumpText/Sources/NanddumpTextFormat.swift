// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// nanddump's text: `--prettyprint` and `--canonicalprint`, straight from the tool or out of a log.
public struct NanddumpTextFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "nanddump-text", summary: "nanddump's text (--prettyprint, --canonicalprint), also out of a log",
            options: [
                .init("geometry", "GEOMETRY", "pages per block, and what the text does not tell (or give -g)"),
                .init("bb", "skip|pad|dump", "what the dump did with bad blocks; writing: what to do with them"),
                FlatOptions.bad, FlatOptions.marker,
                .init("style", "pretty|canonical", "writing: without or with the ASCII column (default pretty)"),
                .init("oob", "yes|no", "writing: with OOB or without (default: as the source has)"),
            ],
            limitations: [
                "the text states neither the pages of a block nor, without OOB, the page size",
                "a bad block that was padded looks erased, one that was skipped looks missing, unless bad= lists it",
            ],
            references: ["mtd-utils 2.3.1, nand-utils/nanddump.c"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? { TextProbe.opinion(of: input.head) }

    public func open(_ input: FormatInput) throws -> any RawImage {
        let name = input.source.name
        guard input.source.size > 0 else {
            throw FormatError(.empty, name: name, at: 0, "the file is empty, expected rows of text")
        }
        let survey = try TextSurvey(input.source)
        guard survey.dataRows > 0 else {
            throw FormatError(
                .badMagic, name: name, at: 0, "no row as in `0x00000000: ff ff ff ff` is in it",
                hint: "`museimg formats` lists other forms of dumps")
        }
        let given = try input.options.geometry() ?? input.geometry
        let geometry = try TextGeometry(survey, given: given, name: name)
        let reading = try reading(input.options, geometry, survey)
        let decoder = try TextDecoder(input.source, shape: TextShape(geometry.shape), limits: input.limits)
        try decoder.run()
        return try NanddumpTextImage(decoder, geometry: geometry, reading: reading, name: name)
    }

    private func reading(
        _ options: OptionReader, _ geometry: TextGeometry, _ survey: TextSurvey
    ) throws -> NanddumpTextImage.Reading {
        let mode = try FlatOptions.badBlocks(options)
        var writtenAs = FormatSpec(
            info.name,
            ["style": survey.isCanonical ? "canonical" : "pretty", "oob": geometry.shape.oobSize > 0 ? "yes" : "no"])
        if let mode = options.string("bb") { writtenAs.options.append(.init(key: "bb", value: mode)) }
        var spec = GeometrySpec(geometry.shape, withBlocks: false)
        spec.oobSize = geometry.shape.oobSize
        // A dump that leaves bad blocks out has none with a mark: what looks like one is data.
        let marker = spec.oobSize == 0 || mode == .skip ? nil : try FlatOptions.marker(options, spec)
        return NanddumpTextImage.Reading(
            listedBad: try options.blocks("bad") ?? BlockSet(), padsListed: mode == .pad, marker: marker,
            writtenAs: writtenAs)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        return NanddumpTextWriter(
            geometry: try FlatOptions.geometryWithOOBFlag(output),
            isCanonical: try output.options.choice("style", ["pretty": false, "canonical": true]) ?? false,
            badBlocks: try FlatOptions.badBlocks(output.options), sink: output.sink)
    }
}
