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
        guard var walk = try TreeWalk(at: offset, in: view) else { return nil }
        var tree = TreeSummary()
        guard let isWhole = try walk.run(&tree) else { return nil }
        let isFIT = tree.images != nil
        var details: [Content.Detail] = []
        if let model = tree.model { details.append(.init("model", model)) }
        if let compatible = tree.compatible { details.append(.init("compatible", compatible)) }
        if let images = tree.images, !images.isEmpty {
            details.append(.init("images", images.joined(separator: ", "), .named))
        }
        return Content(
            isFIT ? "FIT" : "DTB", at: offset, size: walk.size, name: tree.description ?? tree.model, .likely,
            evidence: isWhole ? "header, and the tree's structure to its end" : "header and the tree's beginning",
            details: details)
    }
}

/// What a device tree says of itself.
private struct TreeSummary: TreeVisitor {
    var model: String?
    var compatible: String?
    var description: String?
    /// Names of the nodes below `/images`; nil where there is no such node.
    var images: [String]?
    private var isInImages = false

    mutating func enter(_ name: String, depth: Int) {
        if depth == 2 { isInImages = name == "images" }
        if depth == 2, isInImages { images = [] }
        if depth == 3, isInImages { images?.append(name) }
    }

    func wantsProperties(depth: Int) -> Bool { depth == 1 }

    mutating func property(_ name: String, _ value: TreeValue, depth: Int) throws {
        switch name {
        case "model": model = try value.text()
        case "compatible": compatible = try value.text()
        case "description": description = try value.text()
        default: break
        }
    }

    mutating func leave(depth: Int) {}
}
