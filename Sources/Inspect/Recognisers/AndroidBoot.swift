// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Android's boot image, headers 0 to 4.
///
/// Source: AOSP `system/tools/mkbootimg/include/bootimg/bootimg.h`.
struct AndroidBootRecogniser: Recogniser {
    var signatures: [Signature] { [.text("ANDROID!")] }

    private static let maxPart = 1 << 30

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 1660)
        guard head.count == 1660 else { return nil }
        let version = Field.little(head, 40)
        let isNew = (3...4).contains(version) && Field.little(head, 36) == 0
        let pageSize = isNew ? 4096 : Field.little(head, 36)
        guard (2048...65536).contains(pageSize), pageSize.nonzeroBitCount == 1 else { return nil }
        var parts = isNew ? [8, 12] : [8, 16, 24]
        if !isNew, (1...2).contains(version) { parts += [1632] }
        if !isNew, version == 2 { parts += [1648] }
        let sizes = parts.map { Field.little(head, $0) }
        guard let kernel = sizes.first, kernel > 0, sizes.allSatisfy({ $0 <= AndroidBootRecogniser.maxPart }) else {
            return nil
        }
        let size = sizes.reduce(pageSize) { $0 + Field.up($1, to: pageSize) }
        return Content(
            "Android boot", at: offset, size: size, name: isNew ? nil : Field.text(head, 48..<64), .likely,
            evidence: "page size and part sizes are in range",
            details: [
                .init("header", (0...4).contains(version) ? version : 0, .named), .init("page", pageSize),
                .init("kernel", kernel),
            ])
    }
}
