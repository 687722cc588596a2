// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// ASCII-Hex: bytes between STX and ETX, as PROM programmers take them.
public struct AsciiHexFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "ascii-hex", summary: "ASCII-Hex of PROM programmers, with space, percent, apostrophe or comma",
            extensions: ["ahex"], options: AddressedOptions.common + [AddressedOptions.eol],
            limitations: ["no OOB, no bad-block marks", "one checksum of 16 bits for all of it"],
            references: ["Data I/O, Translation File Formats, formats 50 to 52"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard RecordProbe.isText(input.head), let start = input.head.prefix(1024).firstIndex(of: 0x02) else {
            return nil
        }
        let rest = input.head[(start + 1)...].prefix(2048)
        let words = rest.split(whereSeparator: AsciiHexDialect.isExecution).prefix(64)
        // The last one may be cut.
        guard words.count >= 2, words.dropLast().allSatisfy(AsciiHexFormat.isWord) else { return nil }
        return Probe(.likely, "hexadecimal bytes behind STX")
    }

    private static func isWord(_ word: ArraySlice<UInt8>) -> Bool {
        if word.first == UInt8(ascii: "$") { return HexDigits.number(word.dropFirst(2).prefix { $0 != 0x2E }) != nil }
        return word.count == 2 && word.allSatisfy { HexDigits.value(of: $0) != nil }
            || word.elementsEqual([0x03])
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try AddressedText.open(input, AsciiHexDialect(), format: info.name)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: AsciiHexEncoder(ending: try AddressedOptions.lineEnd(output.options)), sink: output.sink)
    }
}
