// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where writing ends in a block, counted in pages of the smaller of two sizes.
///
/// Sectors may look alike in pages of two sizes, one a multiple of the other. Pages are written whole, so with the
/// larger size writing never ends inside of it; with the smaller one it does so as often as not.
struct WrittenEdges {
    /// Ends at a multiple of the larger page, and inside of it.
    private(set) var aligned = 0
    private(set) var inside = 0

    /// Looked at for each larger page, four times as many at most.
    private static let maxPages = 4096
    /// The larger size is taken where the smaller one would look like it this seldom.
    private static let doubt = 0.001
    /// Blocks have no fewer pages.
    private static let leastBlock = 32

    /// - Parameters:
    ///   - pages: of the smaller size.
    ///   - ratio: smaller pages in a larger one.
    init(_ pages: any RawPages, ratio: Int) throws {
        guard ratio > 1 else { return }
        var left = Self.maxPages * min(ratio, 4)
        // Half-written blocks are few: they are looked for all over the dump.
        for range in RowSampler.spread(count: pages.count, length: 64 * ratio) {
            var wasWritten = false
            for number in range where left > 0 {
                left -= 1
                guard let bytes = try pages.page(number) else { continue }
                let isWritten = !bytes.withUnsafeBytes { UniformBytes.isFilled($0, with: 0xFF) }
                if wasWritten, !isWritten, try isEnd(number, pages) {
                    if number % ratio == 0 { aligned += 1 } else { inside += 1 }
                }
                wasWritten = isWritten
            }
        }
    }

    /// Whether nothing follows in the block: a page whose end holds 0xFF is followed by others.
    ///
    /// Where a block may begin, writing ends with either size: that tells nothing.
    private func isEnd(_ number: Int, _ pages: any RawPages) throws -> Bool {
        let end = (number / Self.leastBlock + 1) * Self.leastBlock
        guard number % Self.leastBlock != 0, end - number >= Self.leastBlock / 4 else { return false }
        return try (number + 1..<end).allSatisfy { other in
            try pages.page(other)?.withUnsafeBytes { UniformBytes.isFilled($0, with: 0xFF) } ?? false
        }
    }

    /// Whether pages are of the smaller size; nil when too few edges tell.
    var speakForSmaller: Bool? {
        if inside >= 4, inside * 3 >= aligned { return true }
        // Pages of the larger size may end in 0xFF now and then; of the smaller one, every second end is inside.
        let ends = aligned + inside
        let chance = (0...inside).reduce(0) { $0 + exp2(Evidence.log2Choose(ends, $1) - Double(ends)) }
        return chance < Self.doubt ? false : nil
    }
}
