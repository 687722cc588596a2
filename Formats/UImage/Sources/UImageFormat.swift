// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// U-Boot's legacy image.
public struct UImageFormat: WrapperFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "uimage", summary: "U-Boot's legacy image: single, multi, script; one part of it is used",
            extensions: ["uimg", "uimage", "scr"],
            options: [.init("member", "NAME", "the part that is meant, where there are several")]
                + UImageSink.options,
            limitations: [
                "written with one part, compression not done here: put it before, as in uimage,comp=gzip:gzip:raw",
                "a dump that merely begins with one is a dump: name uimage to take its parts",
            ],
            references: ["U-Boot, include/image.h, boot/image-board.c", "U-Boot, tools/mkimage.c"])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard input.head.count >= UImageHeader.size else { return nil }
        let header = try UImageHeader(input.head, name: input.source.name)
        guard header.isMagic else { return nil }
        let agrees = info.extensions.contains(input.fileExtension)
        guard header.headerIsRight else {
            // A vendor's magic is just a number: alone it says nothing.
            guard header.magic == UImageHeader.magic else { return nil }
            return WrapperExtent.broken("the CRC of its header is wrong").probe(
                info.name, in: input.source, nameAgrees: agrees)
        }
        let end = UImageHeader.size + header.dataSize
        guard end == input.source.size else {
            return WrapperExtent.part(end).probe(info.name, in: input.source, nameAgrees: agrees)
        }
        // The header tells more than what is inside, so that it is opened only where the name asks for it.
        return agrees
            ? Probe(.certain, "a uImage up to the end of the file, with the CRC of its header")
            : Probe(.weak, "is a uImage up to its end: name uimage to take its parts")
    }

    public func parts(_ input: FormatInput) throws -> [WrappedPart] {
        let source = input.source
        let header = try UImageHeader(try source.bytes(at: 0, count: UImageHeader.size), name: source.name)
        guard header.isMagic else {
            throw FormatError(
                .badMagic, name: source.name, at: 0, field: "ih_magic",
                expected: ByteCount.hex(Int(UImageHeader.magic), digits: 8),
                found: ByteCount.hex(Int(header.magic), digits: 8))
        }
        guard header.headerIsRight else {
            throw FormatError(
                .badChecksum, name: source.name, at: 4, field: "ih_hcrc",
                expected: ByteCount.hex(Int(header.foundHeaderCRC), digits: 8),
                found: ByteCount.hex(Int(header.storedHeaderCRC), digits: 8))
        }
        let table = try UImageParts(header, source)
        let data = PartSource(
            source, UImageHeader.size..<(UImageHeader.size + header.dataSize), name: source.name)
        return table.parts.map { part in
            var wrapped = WrappedPart(name: part.name, size: part.range.count) {
                let found = part.name == "tail" ? header.dataCRC : try data.crc32()
                let damage =
                    found == header.dataCRC
                    ? nil
                    : Finding(
                        .warning,
                        "ih_dcrc is \(ByteCount.hex(Int(header.dataCRC), digits: 8)), the data has "
                            + ByteCount.hex(Int(found), digits: 8), at: 24)
                return ExpandedPart(
                    PartSource(source, part.range, name: "\(source.name):\(part.name)"), damage: damage)
            }
            wrapped.findings = table.findings
            return wrapped
        }
    }

    public func makeSink(around outer: any ByteSink, options: OptionReader, name: String) throws -> any ByteSink {
        try UImageSink(outer, options, name: name)
    }
}
