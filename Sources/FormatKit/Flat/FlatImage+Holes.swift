// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Files with holes that stand for something else than 0x00: erased pages, or pages that were never read.
extension FlatImage {
    /// Pages of which only as many at once are a hole: file systems and their holes are coarse, texts are not.
    var holeUnit: Int { holesAreExact ? 1 : geometry.unitPages }

    /// Calls `body` with each hole in a part of the data file, cut to that part, until it says that it has enough.
    private func eachHole(in part: Range<Int>, _ body: (Range<Int>) -> Bool) {
        var offset = part.lowerBound
        while offset < part.upperBound, let stretch = files.data.stretch(at: offset) {
            if stretch.isHole, !body(stretch.range.clamped(to: part)) { return }
            offset = max(offset + 1, stretch.range.upperBound)
        }
    }

    /// How many of `count` file pages lie before the first unit that is a hole as a whole.
    ///
    /// Such units are told by ``knownExtent(at:)``; the first one is not.
    func pagesBeforeHole(_ first: Int, _ count: Int) -> Int {
        let unit = holeUnit
        let bytes = layout.rawPageSize
        var found = count
        eachHole(in: (first * bytes)..<((first + count) * bytes)) { hole in
            let begin = (hole.lowerBound / bytes - first + unit) / unit * unit
            let isAtStart = hole.lowerBound % (bytes * unit) == 0
            let page = isAtStart ? hole.lowerBound / bytes - first : begin
            if page > 0, page < found, hole.upperBound >= (first + min(page + unit, count)) * bytes { found = page }
            return found == count
        }
        return found
    }

    /// Holes do not read as 0x00 here: what they leave of a page is 0xFF.
    func blankHoles(in bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        guard holes != .data else { return }
        eachHole(in: offset..<(offset + bytes.count)) { hole in
            let part = (hole.lowerBound - offset)..<(hole.upperBound - offset)
            UnsafeMutableRawBufferPointer(rebasing: bytes[part]).initializeMemory(as: UInt8.self, repeating: 0xFF)
            return true
        }
    }

    /// Pages of which a part was never read are unreadable.
    func markPartlyHeld(filePage: Int, in buffer: PageBuffer) {
        let bytes = layout.rawPageSize
        let start = filePage * bytes
        eachHole(in: start..<(start + buffer.pages.count * bytes)) { hole in
            let low = buffer.pages.lowerBound.advanced(by: hole.lowerBound / bytes - filePage)
            let high = buffer.pages.lowerBound.advanced(by: (hole.upperBound - 1) / bytes - filePage + 1)
            buffer.setState(.unreadable, of: (low..<high).clamped(to: buffer.pages))
            return true
        }
    }
}
