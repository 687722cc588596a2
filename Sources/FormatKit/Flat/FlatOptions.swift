// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// The options that formats of flat files share.
public enum FlatOptions {
    public static let common: [FormatInfo.Option] = [
        .init("geometry", "GEOMETRY", "page, OOB, pages per block and blocks, as in 2048+64x64x1024 (or give -g)"),
        .init(
            "holes", "data|erased|missing",
            "what bytes that the file never stored stand for: 0x00 (default), erased pages, or pages never read"),
    ]
    public static let bad = FormatInfo.Option("bad", "LIST", "bad blocks, as in bad=3,6,17..20, beside those marked")
    public static let marker = FormatInfo.Option(
        "bbm", "OFFSET|none", "the OOB byte of the bad-block mark: by default 5 for pages up to 512 bytes, else 0")
    public static let oob = FormatInfo.Option("oob", "BYTES", "OOB bytes per page to write, where the image tells none")

    /// The geometry by option or by `-g`; nil when neither was given.
    public static func geometry(_ input: FormatInput) throws -> (GeometrySpec, GeometryOrigin)? {
        if let own = try input.options.geometry() { return (own, .given) }
        return input.geometry.map { ($0, input.geometryOrigin) }
    }

    /// The geometry of data without OOB that nobody gave: the block and page size that headers in it tell, else NOR.
    public static func dataGeometry(_ source: any ByteSource) throws -> (GeometrySpec, GeometryOrigin) {
        if let candidate = try GeometryEvidence(source).dataOnly { return (candidate.spec, .found(candidate.reason)) }
        // Without OOB nothing forces a page size on the bytes.
        return (
            GeometrySpec(pageSize: 1, oobSize: 0, pagesPerBlock: 64 << 10),
            .assumed("nothing in a file without OOB tells it")
        )
    }

    static func holes(_ options: OptionReader) throws -> HoleMeaning {
        try options.choice("holes", ["data": HoleMeaning.data, "erased": .erased, "missing": .missing]) ?? .data
    }

    /// Whether a writer is to leave erased pages out as holes.
    ///
    /// - Throws: ``UsageError`` for holes=missing: a file system's holes are too coarse to keep that promise.
    public static func writesHoles(_ options: OptionReader) throws -> Bool {
        switch try holes(options) {
        case .data: return false
        case .erased: return true
        case .missing:
            throw UsageError("\(options.spec.name): holes=missing can be read, not written", hint: "use nanddump-text")
        }
    }

    /// Takes the shared options into `plan`, and the place of the mark where there is OOB.
    public static func read(_ options: OptionReader, into plan: inout FlatImage.Plan) throws {
        plan.holes = try holes(options)
        if let bad = try options.blocks("bad") { plan.listedBad = bad }
        plan.marker = plan.order == .dataOnly ? nil : try marker(options, plan.geometry)
    }

    /// The place of the mark that `bbm=` gives, or the usual one.
    public static func marker(_ options: OptionReader, _ spec: GeometrySpec) throws -> BadBlockMarker? {
        if options.string("bbm") == "none" { return nil }
        guard let offset = try options.size("bbm") else {
            return BadBlockMarker.standard(for: try spec.geometry(blockCount: 0))
        }
        guard offset < spec.oobSize else {
            throw UsageError("bbm=\(offset): the OOB has \(spec.oobSize) bytes, 0 to \(spec.oobSize - 1)")
        }
        return BadBlockMarker(offset: offset, pages: Array(0..<min(2, spec.pagesPerBlock)))
    }

    /// `bb=`: what nanddump did, or is to do, with bad blocks; nil when it was not given.
    public static func badBlocks(_ options: OptionReader) throws -> BadBlockPolicy? {
        try options.choice("bb", ["skip": .skip, "pad": .pad, "dump": .keep])
    }

    /// The geometry to write where `oob=yes|no` is an option: by default with OOB when the source has some.
    public static func geometryWithOOBFlag(_ output: FormatOutput) throws -> Geometry {
        let held = output.geometry.oobSize
        guard try output.options.flag("oob") ?? (held > 0) else { return try output.geometry.with(oobSize: 0) }
        if held > 0 { return output.geometry }
        guard output.chipOOBSize > 0 else {
            throw UsageError(
                "\(output.options.spec.name): oob=yes: the source holds no OOB, and nothing tells how much a page has",
                hint: "give it as in -g 2048+64x64")
        }
        return try output.geometry.with(oobSize: output.chipOOBSize)
    }

    /// The geometry to write, with OOB: that of the source, or as many bytes as the options or the chip tell.
    public static func geometryWithOOB(_ output: FormatOutput) throws -> Geometry {
        let held = output.geometry.oobSize
        let asked = try output.options.size("oob")
        if let asked, held > 0, asked != held {
            throw UsageError(
                "oob=\(asked): the source has \(held) bytes of OOB per page, and they fit only where there is as much")
        }
        let size = held > 0 ? held : asked ?? output.chipOOBSize
        guard size > 0 else {
            throw UsageError(
                "\(output.options.spec.name): the source holds no OOB, and nothing tells how much to write",
                hint: "give it as in -O \(output.options.spec.name),oob=64, or in -g")
        }
        return try output.geometry.with(oobSize: size)
    }
}
