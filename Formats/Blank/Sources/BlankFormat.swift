// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Erased flash of a given geometry: a source without a file.
public struct BlankFormat: SourcelessFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "blank", summary: "erased flash of a given geometry; needs no file",
            options: [.init("geometry", "GEOMETRY", "the shape of the chip, with its number of blocks (or give -g)")],
            limitations: ["cannot be written: it has no file"], canWrite: false)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? { nil }

    public func open(_ input: FormatInput) throws -> any RawImage {
        guard let spec = try input.options.geometry() ?? input.geometry, let blocks = spec.blockCount else {
            throw UsageError(
                "blank: needs a geometry with its number of blocks",
                hint: "as in blank,geometry=2048+64x64x1024:")
        }
        return BlankImage(source: BlankSource(geometry: try spec.geometry(blockCount: blocks)))
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError("blank: cannot be written, it has no file", hint: "`museimg formats` lists what can")
    }
}

private struct BlankImage: RawImage {
    let source: BlankSource

    var geometry: Geometry { source.geometry }
    var geometryOrigin: GeometryOrigin { .given }
    /// What a programmer would read of it.
    var writtenAs: FormatSpec? { FormatSpec(geometry.oobSize > 0 ? "raw-oob" : "raw") }
    var marker: BadBlockMarker? { .standard(for: geometry) }

    func knownExtent(at page: PageNumber) -> PageExtent? { source.knownExtent(at: page) }
    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange { try source.read(range, into: buffer) }
    func isBad(_ block: BlockNumber) throws -> Bool { try source.isBad(block) }
}
