// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A flattened device tree, and a FIT, which is one with `/images`.
///
/// Source: the Devicetree specification 0.4, chapter 5; the Flat Image Tree specification.
struct DeviceTreeRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0xD0, 0x0D, 0xFE, 0xED])] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 40)
        guard head.count == 40 else { return nil }
        let total = Field.big(head, 4)
        let (structure, strings, reserve) = (Field.big(head, 8), Field.big(head, 12), Field.big(head, 16))
        guard (16...17).contains(Field.big(head, 20)), Field.big(head, 24) <= 17, total >= 48,
            structure % 4 == 0, reserve % 8 == 0, (40..<total).contains(structure), (40...total).contains(strings),
            (40..<total).contains(reserve)
        else { return nil }
        var walk = TreeWalk(view, base: offset, structure: structure, strings: strings, end: total)
        guard let tree = try walk.run() else { return nil }
        let isFIT = tree.images != nil
        var details: [Content.Detail] = []
        if let model = tree.model { details.append(.init("model", model)) }
        if let compatible = tree.compatible { details.append(.init("compatible", compatible)) }
        if let images = tree.images, !images.isEmpty {
            details.append(.init("images", images.joined(separator: ", "), .named))
        }
        return Content(
            isFIT ? "FIT" : "DTB", at: offset, size: total, name: tree.description ?? tree.model, .likely,
            evidence: tree.isWhole ? "header, and the tree's structure to its end" : "header and the tree's beginning",
            details: details)
    }
}
