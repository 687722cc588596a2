// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// Where two points of a store differ.
public struct StoreDifference {
    /// A block whose contents are not the same.
    public struct Block: Sendable, Hashable {
        public var number: BlockNumber
        /// Pages whose data, OOB or state differ, ascending.
        public var pages: [PageRange]
        /// It is bad at one of the points, and not at the other.
        public var isBadAtOne: Bool
    }

    public let geometry: Geometry
    /// Ascending.
    public let blocks: [Block]

    /// Compares two images of one chip in the blocks that either store changed.
    ///
    /// - Throws: what reading throws.
    public init(_ a: StoreImage, _ b: StoreImage) throws {
        geometry = a.geometry
        let unit = a.geometry.unitPages
        let buffers = (0..<3).map { _ in PageBuffer(geometry: a.geometry, capacity: unit) }
        var found: [Block] = []
        for number in Set(a.changedBlocks).union(b.changedBlocks).sorted() where !a.isAlike(b, in: number) {
            var pages: [PageRange] = []
            for first in stride(from: 0, to: a.geometry.pagesPerBlock, by: unit) {
                let part = PageRange(from: a.geometry.firstPage(of: number).advanced(by: first), count: unit)
                try a.readAll(part, into: buffers[0], using: buffers[2])
                try b.readAll(part, into: buffers[1], using: buffers[2])
                for page in part where !StoreDifference.isSame(page, buffers[0], buffers[1]) {
                    if let last = pages.last, last.upperBound == page {
                        pages[pages.count - 1] = last.lowerBound..<page.advanced(by: 1)
                    } else {
                        pages.append(PageRange(from: page, count: 1))
                    }
                }
            }
            let isBadAtOne = try a.isBad(number) != b.isBad(number)
            if isBadAtOne || !pages.isEmpty {
                found.append(Block(number: number, pages: pages, isBadAtOne: isBadAtOne))
            }
        }
        blocks = found
    }

    private static func isSame(_ page: PageNumber, _ a: PageBuffer, _ b: PageBuffer) -> Bool {
        let one = PageRange(from: page, count: 1)
        return a.state(of: page) == b.state(of: page) && a.data(of: one).elementsEqual(b.data(of: one))
            && a.oob(of: one).elementsEqual(b.oob(of: one))
    }
}
