// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Which pages of a chip are looked at: all, or on big dumps a sample that is always the same.
public struct Coverage: Sendable, Hashable {
    /// Every page is read.
    public var isWhole: Bool
    /// Read whole from the start, in bytes of data.
    public var head: Int
    /// Behind it, the first page of every so many blocks.
    public var stride: Int

    /// As much as half a second reads from memory, in bytes with OOB.
    private static let wholeBytes = 1 << 30
    /// Read whole of a bigger dump, in bytes of data.
    private static let sampledHead = 64 << 20
    /// Block starts that half a second reads.
    private static let sampledBlocks = 1 << 17

    /// Chooses by how much the source stores: holes cost nothing.
    static func plan(_ source: any PageSource) -> Coverage {
        let geometry = source.geometry
        let whole = Coverage(isWhole: true, head: geometry.dataSize, stride: 1)
        guard geometry.rawSize > wholeBytes else { return whole }
        let stored = storedBlocks(source)
        guard stored > wholeBytes / geometry.rawBlockSize else { return whole }
        let step = (stored + sampledBlocks - 1) / sampledBlocks
        return Coverage(isWhole: false, head: min(geometry.dataSize, sampledHead), stride: max(1, step))
    }

    /// How many blocks begin with pages that have to be read.
    private static func storedBlocks(_ source: any PageSource) -> Int {
        let geometry = source.geometry
        var stored = 0
        var page = PageNumber(0)
        while page < geometry.allPages.upperBound {
            if let known = source.knownExtent(at: page), known.content != .bytes {
                page = known.pages.upperBound
            } else {
                stored += 1
                page = geometry.firstPage(of: geometry.block(of: page).advanced(by: 1))
            }
        }
        return stored
    }
}
