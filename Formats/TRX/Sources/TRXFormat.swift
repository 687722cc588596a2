// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Broadcom's TRX, version 1 and 2.
public struct TRXFormat: WrapperFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "trx", summary: "Broadcom's TRX, version 1 and 2; one part of it is used", extensions: ["trx"],
            options: [
                .init("member", "NAME", "the part that is meant: loader, kernel, rootfs, ubi, header, tail"),
                .init("pad", "BYTES", "writing: the length is a multiple of this (default 4096)"),
            ],
            limitations: [
                "written in version 1 with one part",
                "a dump that merely begins with one is a dump: name trx to take its parts",
            ],
            references: ["OpenWrt firmware-utils, src/trx.c, src/otrx.c", "Linux, drivers/mtd/parsers/parser_trx.c"])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard input.starts(with: TRXHeader.magic) else { return nil }
        let agrees = info.extensions.contains(input.fileExtension)
        func doubt(_ extent: WrapperExtent) -> Probe {
            extent.probe(info.name, in: input.source, nameAgrees: agrees)
        }
        let header: TRXHeader
        do {
            header = try TRXHeader(input.head, name: input.source.name)
        } catch {
            return doubt(.broken(error.detail))
        }
        guard header.length == input.source.size else { return doubt(.part(header.length)) }
        // The header tells more than what is inside, so that it is opened only where the name asks for it.
        guard agrees else { return Probe(.weak, "is a TRX up to its end: name trx to take its parts") }
        let isRight = try TRXParts(header, input.source).checksum() == header.crc
        return isRight
            ? Probe(.certain, "a TRX up to the end of the file, with its CRC")
            : Probe(.likely, "a TRX up to the end of the file, whose CRC is wrong")
    }

    public func parts(_ input: FormatInput) throws -> [WrappedPart] {
        let source = input.source
        let header = try TRXHeader(try source.bytes(at: 0, count: TRXHeader.maxSize), name: source.name)
        let table = try TRXParts(header, source)
        var findings: [Finding] = []
        if header.length > source.size {
            findings.append(
                Finding(.warning, "length is \(header.length), the file has \(source.size) bytes", at: 4))
        }
        let found = try table.checksum()
        if found != header.crc {
            findings.append(
                Finding(
                    .warning,
                    "crc32 is \(ByteCount.hex(Int(header.crc), digits: 8)), the contents have "
                        + ByteCount.hex(Int(found), digits: 8), at: 8))
        }
        return table.parts.map { part in
            var wrapped = WrappedPart(name: part.name, size: part.range.count) {
                ExpandedPart(PartSource(source, part.range, name: "\(source.name):\(part.name)"))
            }
            wrapped.findings = findings
            return wrapped
        }
    }

    public func makeSink(around outer: any ByteSink, options: OptionReader, name: String) throws -> any ByteSink {
        let pad = try options.size("pad") ?? 4096
        guard pad > 0, pad <= 1 << 24 else { throw UsageError("trx: pad=\(pad): expected 1 to 16 MiB") }
        return try TRXSink(outer, pad: pad)
    }
}
