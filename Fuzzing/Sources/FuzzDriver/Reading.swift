// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Inspect

/// Opens bytes as a format and reads what is in them.
public enum Reading {
    private static let opener: ImageOpener = {
        var opener = ImageOpener(registry: museimgFormats)
        opener.limits = limits
        return opener
    }()

    /// Low enough for thousands of inputs a second.
    private static let limits: ExpansionLimits = {
        var limits = ExpansionLimits()
        limits.maxBytes = 4 << 20
        limits.maxMembers = 256
        return limits
    }()

    /// As a user who names nothing.
    public static func open(_ bytes: [UInt8]) throws {
        try walk(try opener.open(MemorySource(bytes)).image)
    }

    /// As `info` does: the geometry by evidence, and a look at all of the data as NOR and as NAND.
    public static func inspect(_ bytes: [UInt8]) throws {
        _ = try GeometryEvidence(MemorySource(bytes))
        for (format, geometry) in [("raw", "nor:4K"), ("raw-oob", "512+16x32")] {
            let image = try opener.open(
                MemorySource(bytes), formats: [FormatSpec(format)], geometry: try GeometrySpec(parsing: geometry)
            ).image
            let inspection = try Inspection(image, marker: image.marker, origin: image.geometryOrigin)
            precondition(inspection.blocks.total == image.geometry.blockCount)
            for content in inspection.contents {
                precondition(content.offset >= 0 && content.offset < image.geometry.dataSize)
            }
        }
    }

    /// The last bytes choose the options, the others are the file.
    public static func open(_ bytes: [UInt8], as format: String) throws {
        guard bytes.count > Choices.count, let flat = museimgFormats.format(named: format) as? any ImageFormat else {
            return
        }
        let choices = Choices(bytes.suffix(Choices.count))
        let options = OptionReader(choices.spec(flat.info))
        let content = Array(bytes.dropLast(Choices.count))
        let cut = format == "oob-pair" ? choices.cut(of: content.count) : content.count
        let oob = MemorySource(Array(content[cut...]), name: "oob")
        let data = MemorySource(Array(content[..<cut]))
        try options.checkKeys(flat.info)
        _ = try flat.probe(try ProbeInput(data))
        let input = FormatInput(source: data, options: options, limits: limits, openCompanion: { _ in oob })
        try walk(try flat.open(input))
    }

    /// Lists and expands all parts of a wrapper.
    public static func unwrap(_ bytes: [UInt8], as format: String) throws {
        guard let wrapper = museimgFormats.format(named: format) as? any WrapperFormat else { return }
        let source = MemorySource(bytes)
        _ = try wrapper.probe(try ProbeInput(source))
        let input = FormatInput(
            source: source, options: OptionReader(FormatSpec(format)), limits: limits,
            openCompanion: { throw UsageError("no companion \($0)") })
        for part in try wrapper.parts(input).prefix(4) {
            let content = try part.open().source
            precondition(content.size <= limits.maxBytes)
            _ = try content.bytes(at: 0, count: 4096)
            _ = try content.bytes(at: max(0, content.size - 4096), count: 4096)
        }
    }

    /// Walks over all states and reads some pages.
    private static func walk(_ image: any RawImage) throws {
        let geometry = image.geometry
        var extents = try ExtentSequence(image)
        var next = PageNumber(0)
        for _ in 0..<256 {
            guard let extent = try extents.next() else { break }
            precondition(extent.pages.lowerBound == next && extent.pages.upperBound <= geometry.allPages.upperBound)
            next = extent.pages.upperBound
        }
        var walker = try PageWalker(image)
        for _ in 0..<64 { if try walker.step() == nil { break } }
        guard geometry.blockCount > 0 else { return }
        for block in [0, geometry.blockCount / 2, geometry.blockCount - 1] {
            _ = try image.isBad(BlockNumber(block))
            _ = image.fileOffset(of: geometry.firstPage(of: BlockNumber(block)))
        }
    }
}
