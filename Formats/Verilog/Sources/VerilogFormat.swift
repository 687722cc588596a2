// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// What Verilog's `$readmemh` reads: objcopy's `verilog`, srec_cat's `vmem`.
public struct VerilogFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "verilog", summary: "Verilog memory text ($readmemh), VMEM", extensions: ["verilog", "vmem"],
            options: AddressedOptions.common + [
                .init(
                    "width", "8|16|32|64",
                    "bits of a word, in which addresses are counted (reading: default what the first word has; "
                        + "writing: default 8)"),
                .init("order", "big|little", "which byte of a word comes first on the chip (default big)"),
                .init(
                    "style", "sections|lines",
                    "writing: an address a section, as objcopy does (default), or a line, as srec_cat does"),
                AddressedOptions.eol,
            ],
            limitations: [
                "no OOB, no bad-block marks", "no checksums: damage that leaves digits digits cannot be seen",
                "the text tells neither the order of bytes in a word nor a word that is no multiple of 8 bits",
            ],
            references: ["IEEE 1364-2005, 17.2.9 ($readmemh)"], isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard RecordProbe.isText(input.head) else { return nil }
        var scanner = VerilogScanner()
        var words = 0
        var hasAddress = false
        for line in RecordProbe.lines(input).prefix(64) {
            for token in scanner.tokens(of: line) {
                if token.first == UInt8(ascii: "@") {
                    guard HexDigits.number(token.dropFirst()) != nil else { return nil }
                    hasAddress = true
                } else {
                    guard hasAddress, token.count % 2 == 0, token.allSatisfy({ HexDigits.value(of: $0) != nil }) else {
                        return nil
                    }
                    words += 1
                }
            }
        }
        return words >= 4 ? Probe(.likely, "addresses behind @ and hexadecimal words") : nil
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        let width = try VerilogFormat.width(input.options)
        let dialect = VerilogDialect(wordBytes: width, isReversed: try VerilogFormat.isReversed(input.options))
        return try AddressedText.open(input, dialect, format: info.name)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let hasLines = try output.options.choice("style", ["sections": false, "lines": true]) ?? false
        let encoder = VerilogEncoder(
            wordBytes: try VerilogFormat.width(output.options) ?? 1,
            isReversed: try VerilogFormat.isReversed(output.options), hasAddressedLines: hasLines,
            ending: try AddressedOptions.lineEnd(output.options))
        return AddressedWriter(
            pageSize: output.geometry.pageSize, base: try AddressedOptions.writtenBase(output.options),
            encoder: encoder, sink: output.sink)
    }

    /// Bytes of a word; nil when it was not given.
    private static func width(_ options: OptionReader) throws -> Int? {
        try options.choice("width", ["8": 1, "16": 2, "32": 4, "64": 8])
    }

    private static func isReversed(_ options: OptionReader) throws -> Bool {
        try options.choice("order", ["big": false, "little": true]) ?? false
    }
}
