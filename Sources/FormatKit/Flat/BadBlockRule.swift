// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Synchronization

/// How a flat dump tells bad blocks.
struct BadBlockRule: Sendable {
    /// Blocks that the user named.
    let listed: BlockSet
    /// Where the OOB holds marks; nil when it does not.
    let marker: BadBlockMarker?
    private let last = LastAnswer()

    init(listed: BlockSet = BlockSet(), marker: BadBlockMarker? = nil) {
        self.listed = listed
        self.marker = marker
    }

    /// The last block asked for: a page is asked about right after its neighbour.
    private final class LastAnswer: Sendable {
        let value = Mutex<(block: BlockNumber, isBad: Bool)?>(nil)
    }

    /// - Parameter buffer: pages of the image, for a mark that need not be read again.
    func isBad(_ block: BlockNumber, in image: FlatImage, shownBy buffer: PageBuffer? = nil) throws -> Bool {
        if listed.contains(block) { return true }
        guard let marker else { return false }
        if let known = last.value.withLock({ $0 }), known.block == block { return known.isBad }
        let isBad =
            try buffer.flatMap { shownMark(marker, of: block, in: $0) } ?? readMark(marker, of: block, in: image)
        last.value.withLock { $0 = (block, isBad) }
        return isBad
    }

    /// What the buffer shows of the block's marks; nil when it does not hold all pages that may carry one.
    private func shownMark(_ marker: BadBlockMarker, of block: BlockNumber, in buffer: PageBuffer) -> Bool? {
        let first = buffer.geometry.firstPage(of: block)
        let pages = marker.pages.map { first.advanced(by: $0) }
        guard pages.allSatisfy({ buffer.pages.contains($0) }) else { return nil }
        return pages.contains { page in
            let oob = buffer.stridedOOB(of: PageRange(from: page, count: 1))
            return marker.offset < oob.size && BadBlockMarker.saysBad(oob[0][marker.offset])
        }
    }

    private func readMark(_ marker: BadBlockMarker, of block: BlockNumber, in image: FlatImage) throws -> Bool {
        let first = image.geometry.firstPage(of: block)
        for page in marker.pages where page < image.geometry.pagesPerBlock {
            guard let filePage = image.map.filePage(of: first.advanced(by: page)).filePage,
                filePage < image.held.begun
            else { continue }
            let offset = image.layout.oobOffset(filePage) + marker.offset
            let source = image.files.oobSource
            if image.holes != .data, source.hole(at: offset) != nil { continue }
            if let byte = try source.bytes(at: offset, count: 1).first, BadBlockMarker.saysBad(byte) { return true }
        }
        return false
    }
}
