// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Collects the blocks that are marked bad, and how surely.
struct MarkTally {
    private(set) var marked = BlockSet()
    /// Blocks whose marks are bytes with a single 0 bit.
    private(set) var doubtful = BlockSet()
    private let geometry: Geometry
    private let marker: BadBlockMarker?

    init(_ geometry: Geometry, _ marker: BadBlockMarker?) {
        self.geometry = geometry
        self.marker = marker
    }

    /// Pages of bad blocks whose bytes nobody has.
    mutating func add(_ pages: PageRange) {
        guard let last = pages.last else { return }
        marked.insert(geometry.block(of: pages.lowerBound)..<geometry.block(of: last).advanced(by: 1))
    }

    /// Pages of bad blocks that a buffer holds.
    mutating func look(_ pages: PageRange, in buffer: PageBuffer) {
        guard let marker, let last = pages.last else { return }
        for block in geometry.block(of: pages.lowerBound)...geometry.block(of: last) {
            var zeros = 0
            for page in marker.pages {
                let place = geometry.firstPage(of: block).advanced(by: page < 0 ? geometry.pagesPerBlock + page : page)
                guard pages.contains(place) else { continue }
                let oob = buffer.stridedOOB(of: PageRange(from: place, count: 1))
                guard marker.offset < oob.size else { continue }
                zeros = max(zeros, (~oob[0][marker.offset]).nonzeroBitCount)
            }
            if zeros == 1 { doubtful.insert(block) }
        }
    }
}
