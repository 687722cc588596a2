// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The extents of a source: runs of one state, each as long as it gets.
///
/// Two neighbours differ in state, or in whether the dump holds their bytes.
public struct ExtentSequence {
    private var walker: PageWalker
    private var pending: PageExtent?

    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has all of `range`.
    public init(_ source: any PageSource, range: PageRange? = nil) throws {
        walker = try PageWalker(source, range: range)
    }

    /// The next extent; nil at the end. Its content is `bytes` where its parts differ in content.
    ///
    /// - Throws: what reading the source throws.
    public mutating func next() throws -> PageExtent? {
        var current = pending
        pending = nil
        while let run = try walker.step() {
            guard let joined = current else {
                current = run.extent
                continue
            }
            guard joined.state == run.state, (joined.content == .absent) == (run.content == .absent) else {
                pending = run.extent
                return joined
            }
            current = PageExtent(
                pages: joined.pages.lowerBound..<run.pages.upperBound, state: joined.state,
                content: joined.content == run.content ? joined.content : .bytes)
        }
        return current
    }
}
