// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// The erase blocks of a source as runs of one state.
///
/// A block whose pages differ in state is bad when one of them is, else data when one is programmed, else
/// unreadable, else missing, else erased: what is known of a part comes first, and what is not known never
/// passes for erased.
public struct BlockStateSequence {
    private var extents: ExtentSequence
    private let geometry: Geometry
    /// The extent at hand, as far as it is not used up.
    private var current: PageExtent?
    private var pending: Run?

    /// Consecutive blocks of one state.
    public struct Run: Sendable, Hashable {
        public var blocks: BlockRange
        public var state: PageState
        /// Whether the dump holds bytes of each.
        public var isHeld: Bool
    }

    public init(_ source: any PageSource) throws {
        extents = try ExtentSequence(source)
        geometry = source.geometry
    }

    /// The next run; nil at the end.
    ///
    /// - Throws: what reading the source throws.
    public mutating func next() throws -> Run? {
        var joined = pending
        pending = nil
        while let run = try piece() {
            guard let before = joined else {
                joined = run
                continue
            }
            guard before.state == run.state, before.isHeld == run.isHeld else {
                pending = run
                return before
            }
            joined?.blocks = before.blocks.lowerBound..<run.blocks.upperBound
        }
        return joined
    }

    /// One block, or more that lie in one extent.
    private mutating func piece() throws -> Run? {
        if current == nil { current = try extents.next() }
        guard let extent = current else { return nil }
        let first = geometry.block(of: extent.pages.lowerBound)
        let end = geometry.block(of: extent.pages.upperBound)
        if end > first {
            // The walk stands at the start of a block here, so the blocks up to `end` lie in the extent whole.
            consume(upTo: geometry.firstPage(of: end))
            return Run(blocks: first..<end, state: extent.state, isHeld: extent.content != .absent)
        }
        let limit = geometry.firstPage(of: first.advanced(by: 1))
        var state = extent.state
        var isHeld = extent.content != .absent
        consume(upTo: extent.pages.upperBound)
        while let part = try nextPart(), part.pages.lowerBound < limit {
            if BlockStateSequence.rank(part.state) > BlockStateSequence.rank(state) { state = part.state }
            isHeld = isHeld || part.content != .absent
            consume(upTo: min(limit, part.pages.upperBound))
        }
        return Run(blocks: first..<first.advanced(by: 1), state: state, isHeld: isHeld)
    }

    private mutating func nextPart() throws -> PageExtent? {
        if current == nil { current = try extents.next() }
        return current
    }

    private mutating func consume(upTo page: PageNumber) {
        guard let extent = current else { return }
        if page >= extent.pages.upperBound {
            current = nil
        } else {
            current?.pages = page..<extent.pages.upperBound
        }
    }

    private static func rank(_ state: PageState) -> Int {
        switch state {
        case .erased: 0
        case .missing: 1
        case .unreadable: 2
        case .programmed: 3
        case .uncorrectable: 4
        case .bad: 5
        }
    }
}
