// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Motorola S-records with 16, 24 or 32 bits of address.
public struct SRecordFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "srec", summary: "Motorola S-records: S19, S28, S37",
            extensions: ["srec", "s19", "s28", "s37", "mot"],
            options: AddressedOptions.common + [
                .init(
                    "type", "auto|s1|s2|s3",
                    "writing: 16, 24 or 32 bits of address (default auto: the fewest that the whole chip needs)"),
                .init("bytes", "1..250", "writing: bytes of data a record (default 16)"),
                AddressedOptions.eol,
                .init("header", "TEXT", "writing: the text of the S0 record (default none: no such record)"),
                .init("count", "yes|no", "writing: whether an S5 or S6 record counts the others (default no)"),
                .init("start", "ADDR|none", "writing: the start address (default 0); none: no end record"),
            ],
            limitations: ["no OOB, no bad-block marks; addresses up to 4 GiB"],
            references: ["Motorola, M68000 Family Programmer's Reference Manual, appendix C (1992)"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        RecordProbe.opinion(of: input, what: "S-records") { line in
            guard line.count > 1, line.first == UInt8(ascii: "S"), HexDigits.value(of: line[line.startIndex + 1]) != nil
            else { return nil }
            return SRecord(line)?.isRight ?? false
        }
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try AddressedText.open(input, SRecordDialect(), format: info.name)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let base = try AddressedOptions.writtenBase(output.options)
        let encoder = try SRecordEncoder(output.options, end: base + output.geometry.dataSize)
        return AddressedWriter(
            pageSize: output.geometry.pageSize, base: base, encoder: encoder, sink: output.sink)
    }
}
