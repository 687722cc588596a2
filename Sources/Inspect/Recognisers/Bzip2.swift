// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// bzip2: magic, level, and the magic of the first block.
///
/// Source: bzip2 `compress.c`.
struct BzipRecogniser: Recogniser {
    var signatures: [Signature] { [.text("BZh")] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 10)
        guard head.count == 10, (0x31...0x39).contains(head[3]),
            head[4...].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        else { return nil }
        return Content("bzip2", at: offset, .likely, evidence: "magic of the stream and of its first block")
    }
}
