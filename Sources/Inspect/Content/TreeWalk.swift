// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Sees a device tree pass by, node by node.
protocol TreeVisitor {
    /// A node begins; the root is at depth 1.
    mutating func enter(_ name: String, depth: Int)
    /// Whether it wants to see the properties of nodes at this depth.
    func wantsProperties(depth: Int) -> Bool
    /// A property of the node that began last and did not end yet. Properties come before the nodes inside.
    mutating func property(_ name: String, _ value: TreeValue, depth: Int) throws
    mutating func leave(depth: Int)
}

/// A property's value, read when it is asked for.
struct TreeValue {
    fileprivate let view: DataView
    /// Where in the data it begins, in bytes.
    let offset: Int
    /// In bytes.
    let count: Int

    /// As many bytes as it has, but no more than `limit`.
    func bytes(limit: Int = TreeWalk.maxText) throws -> [UInt8] {
        try view.bytes(at: offset, count: min(count, limit))
    }

    /// The first of its texts; nil when none ends.
    func text() throws -> String? {
        let bytes = try bytes()
        return bytes.contains(0) ? Field.text(bytes, 0..<bytes.count) : nil
    }
}

/// Walks over the structure block of a flattened device tree.
///
/// Source: the Devicetree specification 0.4, chapter 5.
struct TreeWalk {
    private let view: DataView
    private let base: Int
    /// In bytes, header included.
    let size: Int
    private let strings: Int
    private var at: Int

    /// Deeper trees are refused; U-Boot stops there as well.
    private static let maxDepth = 32
    /// Tokens looked at: enough for any board.
    private static let maxTokens = 20_000
    /// Longest name, and text that is read, in bytes.
    static let maxText = 256

    private enum Token { static let (begin, close, property, nop, end) = (1, 2, 3, 4, 9) }

    /// - Returns: nil unless a header that makes sense stands at `offset`.
    init?(at offset: Int, in view: DataView) throws {
        let head = try view.bytes(at: offset, count: 40)
        guard head.count == 40, head.starts(with: [0xD0, 0x0D, 0xFE, 0xED]) else { return nil }
        let total = Field.big(head, 4)
        let (structure, strings, reserve) = (Field.big(head, 8), Field.big(head, 12), Field.big(head, 16))
        guard (16...17).contains(Field.big(head, 20)), Field.big(head, 24) <= 17, total >= 48,
            structure % 4 == 0, reserve % 8 == 0, (40..<total).contains(structure), (40...total).contains(strings),
            (40..<total).contains(reserve)
        else { return nil }
        self.view = view
        base = offset
        size = total
        self.strings = strings
        at = structure
    }

    /// - Returns: whether the end was reached; nil when the structure is broken.
    mutating func run(_ visitor: inout some TreeVisitor) throws -> Bool? {
        var depth = 0
        for count in 0..<TreeWalk.maxTokens {
            guard let token = try word() else { return nil }
            switch token {
            case Token.begin:
                guard let name = try text(at: at), depth < TreeWalk.maxDepth else { return nil }
                guard count > 0 || name.isEmpty else { return nil }
                at += Field.up(name.utf8.count + 1, to: 4)
                depth += 1
                visitor.enter(name, depth: depth)
            case Token.close:
                guard depth > 0 else { return nil }
                visitor.leave(depth: depth)
                depth -= 1
            case Token.property:
                guard depth > 0, try property(&visitor, depth) else { return nil }
            case Token.nop:
                continue
            case Token.end:
                return count > 1 && depth == 0 ? true : nil
            default:
                return nil
            }
        }
        return false
    }

    private mutating func property(_ visitor: inout some TreeVisitor, _ depth: Int) throws -> Bool {
        guard let length = try word(), let nameOffset = try word(), length <= size - at else { return false }
        if visitor.wantsProperties(depth: depth) {
            guard let name = try text(at: strings + nameOffset) else { return false }
            try visitor.property(name, TreeValue(view: view, offset: base + at, count: length), depth: depth)
        }
        at = Field.up(at + length, to: 4)
        return true
    }

    private mutating func word() throws -> Int? {
        guard at + 4 <= size else { return nil }
        let bytes = try view.bytes(at: base + at, count: 4)
        guard bytes.count == 4 else { return nil }
        at += 4
        return Field.big(bytes, 0)
    }

    /// Text that a NUL ends, at an offset in the tree.
    private func text(at offset: Int) throws -> String? {
        guard offset < size else { return nil }
        let bytes = try view.bytes(at: base + offset, count: min(TreeWalk.maxText, size - offset))
        guard bytes.contains(0) else { return nil }
        return Field.text(bytes, 0..<bytes.count)
    }
}
