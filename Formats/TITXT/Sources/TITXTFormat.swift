// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Texas Instruments' text for MSP430 programmers.
public struct TITXTFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "ti-txt", summary: "TI-TXT, as MSP430 programmers take it", extensions: ["titxt"],
            options: AddressedOptions.common + [AddressedOptions.eol],
            limitations: [
                "no OOB, no bad-block marks", "no checksums: damage that leaves digits digits cannot be seen",
            ],
            references: ["Texas Instruments, SLAU101 (MSP430 flash emulation tool), section A.2"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        let lines = Array(RecordProbe.lines(input).prefix(64))
        guard lines.count >= 2, lines[0].first == UInt8(ascii: "@"), RecordProbe.isText(input.head) else { return nil }
        let isShort = input.source.size <= ProbeInput.headSize
        let tail = try isShort ? input.head : input.source.bytes(at: input.source.size - 16, count: 16)
        let last = tail.split(whereSeparator: { $0 <= 0x20 }).last
        guard last?.elementsEqual(Array("q".utf8)) == true || last?.elementsEqual(Array("Q".utf8)) == true,
            lines.allSatisfy(TITXTFormat.isLine)
        else { return nil }
        return Probe(.likely, "sections of hexadecimal bytes up to a final q")
    }

    private static func isLine(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == UInt8(ascii: "@") { return HexDigits.number(TITXTDialect.trimmed(line.dropFirst())) != nil }
        let words = line.split(separator: 0x20)
        if words.count == 1, words[0].count == 1 {
            return words[0].first.map { $0 | 0x20 == UInt8(ascii: "q") } ?? false
        }
        return words.allSatisfy { $0.count == 2 && $0.allSatisfy { HexDigits.value(of: $0) != nil } }
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try AddressedText.open(input, TITXTDialect(), format: info.name)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: TITXTEncoder(ending: try AddressedOptions.lineEnd(output.options)), sink: output.sink)
    }
}
