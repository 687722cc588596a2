// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// romfs: the first 512 bytes sum up to 0 as big-endian words.
///
/// Source: Linux `Documentation/filesystems/romfs.rst`.
struct RomFSRecogniser: Recogniser {
    var signatures: [Signature] { [.text("-rom1fs-")] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 512)
        guard head.count >= 32 else { return nil }
        let size = Field.big(head, 8)
        let summed = min(512, size, head.count)
        guard size >= 32, summed % 4 == 0 else { return nil }
        let sum = stride(from: 0, to: summed, by: 4).reduce(UInt32(0)) {
            $0 &+ UInt32(truncatingIfNeeded: Field.big(head, $1))
        }
        guard sum == 0 else { return nil }
        return Content(
            "romfs", at: offset, size: size, name: Field.text(head, 16..<head.count), .certain,
            evidence: "checksum of the first \(summed) bytes")
    }
}
