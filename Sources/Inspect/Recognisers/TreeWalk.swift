// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Walks over the structure block of a device tree.
struct TreeWalk {
    /// What the tree says of itself.
    struct Tree {
        var model: String?
        var compatible: String?
        var description: String?
        /// Names of the nodes below `/images`; nil where there is no such node.
        var images: [String]?
        /// Whether the end was reached.
        var isWhole = false
    }

    private let view: DataView
    private let base: Int
    private let strings: Int
    private let end: Int
    private var at: Int
    private var path: [String] = []
    private var tree = Tree()

    /// Deeper trees are refused; U-Boot stops there as well.
    private static let maxDepth = 32
    /// Tokens looked at: enough for any board.
    private static let maxTokens = 20_000
    private static let maxName = 256

    private enum Token { static let (begin, close, property, nop, end) = (1, 2, 3, 4, 9) }

    init(_ view: DataView, base: Int, structure: Int, strings: Int, end: Int) {
        self.view = view
        self.base = base
        self.strings = strings
        self.end = end
        at = structure
    }

    /// - Returns: nil when the structure is broken.
    mutating func run() throws -> Tree? {
        for count in 0..<TreeWalk.maxTokens {
            guard let token = try word() else { return nil }
            switch token {
            case Token.begin:
                guard let name = try text(at: at), path.count < TreeWalk.maxDepth else { return nil }
                guard count > 0 || name.isEmpty else { return nil }
                at += Field.up(name.utf8.count + 1, to: 4)
                path.append(name)
                note(name)
            case Token.close:
                guard path.popLast() != nil else { return nil }
            case Token.property:
                guard try property() else { return nil }
            case Token.nop:
                continue
            case Token.end:
                tree.isWhole = path.isEmpty
                return count > 1 && path.isEmpty ? tree : nil
            default:
                return nil
            }
        }
        return tree
    }

    private mutating func word() throws -> Int? {
        guard at + 4 <= end else { return nil }
        let bytes = try view.bytes(at: base + at, count: 4)
        guard bytes.count == 4 else { return nil }
        at += 4
        return Field.big(bytes, 0)
    }

    /// Text that a NUL ends, at an offset in the tree.
    private func text(at offset: Int, limit: Int = TreeWalk.maxName) throws -> String? {
        guard offset < end else { return nil }
        let bytes = try view.bytes(at: base + offset, count: min(limit, end - offset))
        guard bytes.contains(0) else { return nil }
        return Field.text(bytes, 0..<bytes.count)
    }

    private mutating func note(_ name: String) {
        if path == ["", "images"] { tree.images = [] }
        if path.count == 3, path[1] == "images" { tree.images?.append(name) }
    }

    private mutating func property() throws -> Bool {
        guard !path.isEmpty, let length = try word(), let nameOffset = try word(), length <= end - at else {
            return false
        }
        if path.count == 1 {
            guard let name = try text(at: strings + nameOffset) else { return false }
            let value = try text(at: at, limit: min(length, TreeWalk.maxName))
            switch name {
            case "model": tree.model = value
            case "compatible": tree.compatible = value
            case "description": tree.description = value
            default: break
            }
        }
        at = Field.up(at + length, to: 4)
        return true
    }
}
