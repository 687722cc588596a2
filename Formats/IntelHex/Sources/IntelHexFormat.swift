// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Intel HEX in its three forms: 16, 20 and 32 bits of address.
public struct IntelHexFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "ihex", summary: "Intel HEX: I8HEX, I16HEX, I32HEX", extensions: ["hex", "ihex", "ihx"],
            options: AddressedOptions.common + [
                .init(
                    "type", "auto|i8|i16|i32",
                    "writing: 16, 20 or 32 bits of address (default auto: 16 while they do, then 32)"),
                .init("bytes", "1..255", "writing: bytes of data a record (default 16)"),
                AddressedOptions.eol,
                .init("start", "ADDR", "writing: the start address, CS:IP in one number for i16"),
            ],
            limitations: [
                "no OOB, no bad-block marks; addresses up to 4 GiB",
                "addresses are of bytes: files for chips that count words are read as they stand",
            ],
            references: ["Intel, Hexadecimal Object File Format Specification, revision A (1988)"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        return RecordProbe.opinion(of: input, what: "Intel HEX records") { line in
            guard line.first == UInt8(ascii: ":") else { return nil }
            guard let record = IntelHexRecord(line), record.isRight else { return false }
            return true
        }
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try AddressedText.open(input, IntelHexDialect(), format: info.name)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let base = try AddressedOptions.writtenBase(output.options)
        return AddressedWriter(
            pageSize: output.geometry.pageSize, base: base, encoder: try IntelHexEncoder(output.options),
            sink: output.sink)
    }
}
