// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Data in one file, OOB in another.
public struct OOBPairFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "oob-pair", summary: "data in one file, OOB in another",
            options: FlatOptions.common.filter { $0.name != "holes" } + [
                .init("oobfile", "PATH", "the file with the OOB of all pages; needed"),
                FlatOptions.bad, FlatOptions.marker, FlatOptions.oob,
            ],
            limitations: ["cannot tell a missing page from an erased one"])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? { nil }

    public func open(_ input: FormatInput) throws -> any RawImage {
        guard let (spec, origin) = try FlatOptions.geometry(input) else {
            throw UsageError(
                "\(input.source.name): oob-pair needs a geometry", hint: "give it as in -g 2048+64x64")
        }
        let path = try oobPath(input.options)
        var plan = FlatImage.Plan(order: .separate, geometry: spec, origin: origin)
        try FlatOptions.read(input.options, into: &plan)
        plan.writtenAs = nil
        return try FlatImage(input.source, oobFile: try input.openCompanion(path), plan: plan)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let geometry = try FlatOptions.geometryWithOOB(output)
        let oob = try output.makeCompanion(try oobPath(output.options))
        return try FlatWriter(order: .separate, geometry: geometry, sink: output.sink, oobSink: oob)
    }

    private func oobPath(_ options: OptionReader) throws -> String {
        guard let path = options.string("oobfile") else {
            throw UsageError(
                "oob-pair: needs the file with the OOB",
                hint: "as in oob-pair,oobfile=dump.oob:dump.data, or -O oob-pair,oobfile=dump.oob")
        }
        return path
    }
}
