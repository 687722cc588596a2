// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// nanddump's binary form: the pages in a row, with or without their OOB.
public struct NanddumpFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "nanddump", summary: "nanddump's binary form, with what the dump did to bad blocks",
            options: FlatOptions.common.filter { $0.name != "holes" } + [
                .init(
                    "oob", "yes|no",
                    "whether the file holds OOB (default: yes where the size fits); writing: as the source has"),
                .init("bb", "skip|pad|dump", "what the dump did with bad blocks (default skip, as the tool's)"),
                FlatOptions.bad, FlatOptions.marker,
                .init("start", "ADDR", "reading: where the dump began (the tool's -s), in bytes of data"),
            ],
            limitations: [
                "states no geometry and looks like raw or raw-oob, so it has to be named",
                "with bb=skip the positions are unknown unless bad= lists the blocks that were left out",
                "cannot tell a missing page from an erased one",
            ],
            references: ["mtd-utils 2.3.1, nand-utils/nanddump.c"])
    }

    /// Nothing in the bytes speaks for it.
    public func probe(_ input: ProbeInput) throws -> Probe? { nil }

    public func open(_ input: FormatInput) throws -> any RawImage {
        guard let (spec, origin) = try FlatOptions.geometry(input) else {
            throw UsageError(
                "\(input.source.name): nanddump needs a geometry", hint: "give it as in -g 2048+64x64")
        }
        let said = try input.options.flag("oob")
        let holdsOOB = try holdsOOB(said, input, spec)
        let mode = try FlatOptions.badBlocks(input.options) ?? .skip
        var plan = FlatImage.Plan(order: holdsOOB ? .interleaved : .dataOnly, geometry: spec, origin: origin)
        if said == nil, spec.oobSize > 0 {
            let way = holdsOOB ? "with its OOB" : "as data only"
            plan.findings.append(Finding(.note, "read \(way), as the size suggests; oob= decides it"))
        }
        plan.listedBad = try input.options.blocks("bad") ?? BlockSet()
        plan.start = try input.options.size("start") ?? 0
        let marker = holdsOOB ? try FlatOptions.marker(input.options, spec) : nil
        switch mode {
        case .skip:
            plan.skipsListed = true
            if plan.listedBad.isEmpty {
                plan.positions = .unknown("nanddump leaves bad blocks out, and no bad= says which")
            }
        case .pad: plan.padsListed = true
        case .keep: plan.marker = marker
        }
        plan.writtenAs = FormatSpec(
            info.name, ["oob": holdsOOB ? "yes" : "no", "bb": input.options.string("bb") ?? "skip"])
        return try FlatImage(input.source, plan: plan)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        if output.options.string("start") != nil {
            throw UsageError("nanddump: start= says where a dump that is read began; what is written begins at 0")
        }
        let geometry = try FlatOptions.geometryWithOOBFlag(output)
        return try FlatWriter(
            order: geometry.oobSize > 0 ? .interleaved : .dataOnly, geometry: geometry, sink: output.sink,
            badBlocks: try FlatOptions.badBlocks(output.options))
    }

    /// As the user says, else what the size fits; where it fits neither, what the geometry has.
    private func holdsOOB(_ said: Bool?, _ input: FormatInput, _ spec: GeometrySpec) throws -> Bool {
        guard spec.oobSize > 0 else {
            if said == true {
                throw UsageError(
                    "\(input.source.name): oob=yes, and the geometry \(spec) has no OOB",
                    hint: "give it as in -g 2048+64x64")
            }
            return false
        }
        if let said { return said }
        let size = input.source.size
        return size % (spec.pageSize + spec.oobSize) == 0 || size % spec.pageSize != 0
    }
}
