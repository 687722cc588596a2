// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// Which page of the file is which page of the chip, when bad blocks were left out, the dump starts late, or
/// pages lie in any other order than the chip's.
package struct AddressMap: Sendable {
    /// Neighbours on the chip that are neighbours in the file.
    package struct Piece: Sendable, Hashable {
        package var chipPage: Int
        package var filePage: Int
        package var count: Int
        /// The file has filler in their place (nanddump's padbad), so that it does not hold them.
        package var isFiller: Bool

        package init(chipPage: Int, filePage: Int, count: Int, isFiller: Bool = false) {
            self.chipPage = chipPage
            self.filePage = filePage
            self.count = count
            self.isFiller = isFiller
        }
    }

    /// What the file has for blocks on a list.
    package enum Listed: Sendable {
        case pages
        /// Nothing: what follows moves up.
        case nothing
        /// Bytes that are not the chip's.
        case filler
    }

    /// In the order of the chip; none touches its neighbour in both chip and file.
    package let pieces: [Piece]

    /// More pages than any chip has, and far from overflow.
    private static let endless = 1 << 48

    /// - Parameter pieces: in the order of the chip, without overlap on it.
    package init(pieces: [Piece]) { self.pieces = pieces }

    /// - Parameters:
    ///   - start: the page of the chip that the file begins with.
    ///   - blocks: those that `listed` is about.
    package init(
        start: PageNumber = PageNumber(0), blocks: BlockSet = BlockSet(), listed: Listed = .pages, pagesPerBlock: Int
    ) {
        var pieces: [Piece] = []
        var chip = start.rawValue
        var file = 0
        for run in listed == .pages ? [] : blocks.runs {
            let low = max(run.lowerBound.rawValue * pagesPerBlock, start.rawValue)
            let count = run.upperBound.rawValue * pagesPerBlock - low
            guard count > 0 else { continue }
            if low > chip { pieces.append(Piece(chipPage: chip, filePage: file, count: low - chip)) }
            file += low - chip
            if listed == .filler {
                pieces.append(Piece(chipPage: low, filePage: file, count: count, isFiller: true))
                file += count
            }
            chip = low + count
        }
        pieces.append(Piece(chipPage: chip, filePage: file, count: AddressMap.endless))
        self.pieces = pieces
    }

    /// Pages of the chip that are needed to place the first `filePages` pages of the file.
    package func chipPages(for filePages: Int) -> Int {
        pieces.reduce(0) { end, piece in
            piece.filePage < filePages ? max(end, piece.chipPage + min(piece.count, filePages - piece.filePage)) : end
        }
    }

    /// The file page that holds chip page `page`, and for how many pages on that goes so; or nil, and for how
    /// many pages the file does not hold them.
    package func filePage(of page: PageNumber) -> (filePage: Int?, count: Int) {
        let page = page.rawValue
        var low = 0
        var high = pieces.count
        while low < high {
            let mid = (low + high) / 2
            if pieces[mid].chipPage > page { high = mid } else { low = mid + 1 }
        }
        let next = low < pieces.count ? pieces[low].chipPage : .max
        guard low > 0 else { return (nil, next - page) }
        let piece = pieces[low - 1]
        let inside = page - piece.chipPage
        guard inside < piece.count else { return (nil, next - page) }
        return (piece.isFiller ? nil : piece.filePage + inside, piece.count - inside)
    }
}
