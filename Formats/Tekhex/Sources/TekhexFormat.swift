// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Tektronix extended hexadecimal.
public struct TekhexFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "tekhex", summary: "Tektronix extended hexadecimal", extensions: ["tekhex", "tek"],
            options: AddressedOptions.common + [
                .init("bytes", "1..110", "writing: bytes of data a record (default 32)"),
                AddressedOptions.eol,
                .init("start", "ADDR", "writing: the start address (default 0)"),
            ],
            limitations: ["no OOB, no bad-block marks", "symbols are read over and not kept"],
            references: ["srecord 1.64, srec_tektronix_extended(5)", "GNU binutils 2.40, bfd/tekhex.c"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        RecordProbe.opinion(of: input, what: "Tektronix records") { line in
            guard line.first == UInt8(ascii: "%") else { return nil }
            return TekhexRecord(line)?.isRight ?? false
        }
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try AddressedText.open(input, TekhexDialect(), format: info.name)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: try TekhexEncoder(output.options), sink: output.sink)
    }
}
