// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A layout file: a family of layouts, one for each geometry that its numbers fit.
///
/// Every number may be an expression over `page`, `oob`, `end` (page + oob), the names under `[let]`, and, in a group
/// of steps, `i`, the number of the step in its group. See `Layouts/README.md`.
public struct LayoutTemplate: Hashable, Sendable {
    /// Bytes of data and OOB in a page.
    public struct Shape: Hashable, Sendable, Comparable, CustomStringConvertible {
        public var pageSize: Int
        public var oobSize: Int

        public init(pageSize: Int, oobSize: Int) {
            self.pageSize = pageSize
            self.oobSize = oobSize
        }

        /// Reads `2048+64`; nil for anything else.
        public init?(parsing text: some StringProtocol) {
            let parts = text.split(separator: "+", omittingEmptySubsequences: false)
            guard parts.count == 2, let page = ByteCount.parse(parts[0]), let oob = ByteCount.parse(parts[1]), page > 0
            else { return nil }
            self.init(pageSize: page, oobSize: oob)
        }

        public static func < (a: Shape, b: Shape) -> Bool { (a.pageSize, a.oobSize) < (b.pageSize, b.oobSize) }
        public var description: String { "\(pageSize)+\(oobSize)" }
    }

    public var name: String
    public var title: String
    public var source: String
    public var sureness: Sureness
    /// What else a person should know.
    public var notes: String?
    /// The geometries that it is known to be used with.
    public var shapes: [Shape]

    var definitions: [String: Expression]
    var code: CodeTemplate
    var groups: [Group]
    var free: [Span]
    var oobOrder: [Span]?
    var marker: Marker?
    var swaps: [Swap]
    var scrambler: Scrambler?

    /// A range, in bytes and bits.
    struct Span: Hashable, Sendable {
        var byte: Expression?
        var bit: Expression?
        var bytes: Expression?
        var bits: Expression?
        /// Repeats of it, with `k` from 0.
        var repeats: Expression?
        /// In a message: protected OOB.
        var isOOB = false
        /// Of a pad: the value of its bits; of a message's made up bits as well.
        var value: Bool?
        /// Made up bits of a message: this many.
        var constant: Expression?
        var path: String
    }

    /// Steps that follow one rule.
    struct Group: Hashable, Sendable {
        var count: Expression?
        var message: [Span]
        var parity: [Span]
        var pads: [Span]
        var path: String
    }

    struct Marker: Hashable, Sendable {
        var span: Span
        var pages: [Int]
    }

    struct Scrambler: Hashable, Sendable {
        var generator: LayoutScrambler.Generator
        var seeds: [UInt16]
        var streams: [Stream]
        var plain: [Span]
    }

    /// Ranges that the key stream runs through from its seed on; `count` of them.
    struct Stream: Hashable, Sendable {
        var count: Expression?
        var spans: [Span]
        var path: String
    }

    /// Two bytes of the raw page that change places.
    struct Swap: Hashable, Sendable {
        var a: Expression
        var b: Expression
        var path: String
    }
}

extension LayoutTemplate {
    /// Whether it has parity that nobody has published how to make.
    public var codeIsUnknown: Bool {
        if case .unknown = code { true } else { false }
    }
}
