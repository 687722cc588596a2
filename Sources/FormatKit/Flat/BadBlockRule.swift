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
    private let answers = Answers()

    init(listed: BlockSet = BlockSet(), marker: BadBlockMarker? = nil) {
        self.listed = listed
        self.marker = marker
    }

    /// What was found of blocks before: whoever reads pages here and there asks about the same blocks again.
    private final class Answers: Sendable {
        /// By the block's number modulo their count: twice the number, plus one where it is bad, plus two; 0 for none.
        private let slots = Mutex<[Int]>([])
        /// Half a MiB at most.
        private static let maxSlots = 1 << 16

        func find(_ block: BlockNumber) -> Bool? {
            slots.withLock { slots in
                guard !slots.isEmpty else { return nil }
                let slot = slots[block.rawValue % slots.count]
                return slot >> 1 == block.rawValue + 1 ? slot & 1 == 1 : nil
            }
        }

        func keep(_ block: BlockNumber, isBad: Bool, of blockCount: Int) {
            slots.withLock { slots in
                if slots.isEmpty { slots = Array(repeating: 0, count: max(1, min(blockCount, Self.maxSlots))) }
                slots[block.rawValue % slots.count] = (block.rawValue + 1) << 1 | (isBad ? 1 : 0)
            }
        }
    }

    /// - Parameter buffer: pages of the image, for a mark that need not be read again.
    func isBad(_ block: BlockNumber, in image: FlatImage, shownBy buffer: PageBuffer? = nil) throws -> Bool {
        if listed.contains(block) { return true }
        guard let marker else { return false }
        if let known = answers.find(block) { return known }
        let isBad =
            try buffer.flatMap { shownMark(marker, of: block, in: $0) } ?? readMark(marker, of: block, in: image)
        answers.keep(block, isBad: isBad, of: image.geometry.blockCount)
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
