// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// What libarchive says of a failure, in our terms.
enum LibraryText {
    private static let signs: [(sign: String, code: FormatError.Code)] = [
        ("unrecognized archive", .badMagic),
        ("truncated", .truncated),
        // liblzma's and zlib's words for an input that ends too early.
        ("no progress is possible", .truncated),
        ("zip decompression failed (-5)", .truncated),
        ("crc", .badChecksum),
        ("checksum", .badChecksum),
        ("passphrase", .unsupported),
        ("encrypt", .unsupported),
        ("unsupported", .unsupported),
        ("not supported", .unsupported),
        ("memory", .tooLarge),
    ]

    static func code(_ text: String) -> FormatError.Code {
        let lower = text.lowercased()
        return signs.first { lower.contains($0.sign) }?.code ?? .badValue
    }

    /// In the style of our messages. The text may quote names of the archive, so nothing is taken to be printable.
    static func plain(_ text: String) -> String {
        let shown = MemberName.printable(text)
        guard shown.dropFirst().first?.isUppercase != true else { return shown }
        return shown.prefix(1).lowercased() + shown.dropFirst()
    }
}
