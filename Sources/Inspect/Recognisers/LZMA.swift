// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// LZMA alone, as kernels are packed: no magic, but five fields that have to agree.
///
/// Source: `DOC/lzma-specification.txt` of the LZMA SDK.
struct LZMARecogniser: Recogniser {
    /// lc=3, lp=0, pb=2 and neighbours, with a dictionary of at least 64 KiB.
    var signatures: [Signature] {
        [.bytes([0x5D, 0, 0]), .bytes([0x6D, 0, 0]), .bytes([0x6C, 0, 0]), .bytes([0x6E, 0, 0])]
    }

    private static let maxSize = 256 << 20

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 32)
        guard head.count == 32 else { return nil }
        let dictionary = Field.little(head, 1)
        let size = Field.number(head, 5, 8, isLittle: true)
        let isSized = (4096...UInt64(LZMARecogniser.maxSize)).contains(size)
        // The range coder begins with a byte of 0 and then anything but a run of one value.
        guard (1 << 16...1 << 27).contains(dictionary), dictionary.nonzeroBitCount <= 2, isSized || size == .max,
            head[13] == 0, Set(head[14..<32]).count >= 10
        else { return nil }
        return Content(
            "LZMA", at: offset, .likely, evidence: "properties, dictionary size, length and first byte are in range",
            details: isSized ? [.init("expanded", Int(size))] : [])
    }
}
