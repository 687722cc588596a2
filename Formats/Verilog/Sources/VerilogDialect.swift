// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Reads Verilog memory text.
final class VerilogDialect: AddressedDialect {
    private(set) var understood = 0
    private(set) var tally = FindingTally<RecordFinding>()
    let example = "@00001000 48 65 6C 6C"

    /// Nil before the first word, where nobody gave its length.
    private var stream: HexStream?
    private let isReversed: Bool
    private var scanner = VerilogScanner()
    /// In words, of a section whose first word has not come.
    private var pending: Int? = 0
    private var isCRLF: Bool?
    private var hasAddressedLines = false

    init(wordBytes: Int?, isReversed: Bool) {
        self.isReversed = isReversed
        stream = wordBytes.map { HexStream(wordBytes: $0, isReversed: isReversed) }
    }

    var style: [FormatSpec.Option] {
        var options: [FormatSpec.Option] = []
        if let bytes = stream?.wordBytes, bytes > 1 { options.append(.init(key: "width", value: "\(8 * bytes)")) }
        if isReversed { options.append(.init(key: "order", value: "little")) }
        if hasAddressedLines { options.append(.init(key: "style", value: "lines")) }
        if isCRLF == true { options.append(.init(key: "eol", value: "crlf")) }
        return options
    }

    func takeRegular(_ text: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws -> Int {
        isCRLF = isCRLF ?? LineEnd.isCRLF(text)

        guard pending == nil, understood > 0, !scanner.isInComment else { return 0 }
        return try stream?.takeRegular(text, bytesPerLine: 16, at: offset, into: store) ?? 0
    }

    func take(_ line: UnsafeRawBufferPointer, at offset: Int, into store: AddressedStore) throws {
        var isFirst = true
        for token in scanner.tokens(of: line) {
            defer { isFirst = false }
            if token.first == UInt8(ascii: "@") {
                pending = HexDigits.number(token.dropFirst())
                understood += 1
                guard pending == nil else { continue }
                stream?.lose()
                tally.add(.malformed, .warning, at: offset, "an address does not read as hexadecimal")
                continue
            }
            if stream == nil {
                stream = HexStream(wordBytes: VerilogDialect.wordBytes(of: token.count), isReversed: isReversed)
            }
            guard var stream else { continue }
            if let words = pending {
                let (address, overflow) = words.multipliedReportingOverflow(by: stream.wordBytes)
                if overflow { stream.lose() } else { stream.begin(at: address) }
                pending = nil
                if !isFirst { hasAddressedLines = true }
            }
            let doubt = try stream.take(token, at: offset, into: store)
            self.stream = stream
            if let doubt { tally.add(.malformed, .warning, at: offset, doubt.message) } else { understood += 1 }
        }
    }

    /// The usual length of words of so many digits.
    private static func wordBytes(of digits: Int) -> Int { digits <= 2 ? 1 : digits <= 4 ? 2 : digits <= 8 ? 4 : 8 }

    func finish() {
        guard let stream, stream.wordBytes > 1, !isReversed else { return }
        tally.add(
            .base, .note, at: nil,
            "words of \(8 * stream.wordBytes) bits: the first byte in the text is the first on the chip, order= decides it"
        )
    }
}
