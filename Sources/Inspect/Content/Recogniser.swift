// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Knows one kind of content.
protocol Recogniser: Sendable {
    /// How it may begin: bytes that lead to a closer look.
    var signatures: [Signature] { get }

    /// The closer look.
    ///
    /// - Parameter offset: where in the data it would begin, in bytes.
    /// - Returns: nil unless a checksum or two checks of structure agree.
    /// - Throws: only what reading throws; bytes that make no sense are no error.
    func examine(_ offset: Int, in view: DataView) throws -> Content?

    /// Takes `next`, found behind `last`, as one more piece of it.
    ///
    /// - Returns: whether it is one; if not, it stands for itself.
    func join(_ next: Content, to last: inout Content) -> Bool

    /// Puts together what ``examine(_:in:)`` found all over the chip, in ascending order.
    func assemble(_ found: [Content], in view: DataView, by inspector: PartInspector) throws -> [Content]
}

extension Recogniser {
    func join(_ next: Content, to last: inout Content) -> Bool { false }

    func assemble(_ found: [Content], in view: DataView, by inspector: PartInspector) throws -> [Content] { found }
}

/// Tells what a part of something bigger is.
struct PartInspector {
    let recognisers: [any Recogniser]

    /// What begins at `offset`; nil when nothing is recognised.
    func content(at offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 128)
        for recogniser in recognisers where recogniser.signatures.contains(where: { $0.matches(head) }) {
            if let content = try recogniser.examine(offset, in: view) { return content }
        }
        return nil
    }

    /// `content` with those of its parts that are recognised.
    ///
    /// - Parameter places: names, and where in the data the parts begin, in bytes.
    func adding(_ places: [(name: String, offset: Int)], to content: Content, in view: DataView) throws -> Content {
        var content = content
        for place in places {
            guard let inner = try self.content(at: place.offset, in: view) else { continue }
            content.parts.append(
                Content.Part(kind: inner.kind, name: place.name, offset: place.offset, details: [], contents: [inner]))
        }
        return content
    }
}
