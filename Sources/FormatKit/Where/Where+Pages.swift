// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension Where {
    /// The pages meant, none of them outside of the chip.
    ///
    /// - Throws: ``UsageError`` when the chip or the file does not have the place, or the range is empty.
    public func pages(in source: any PageSource) throws(UsageError) -> PageRange {
        let first = try start.pages(in: source)
        switch end {
        case .none:
            return first
        case .position(let last):
            let upper: PageNumber
            switch last {
            case .fileOffset(let offset), .dataOffset(let offset):
                // Offsets end before B, which may be the very end of the chip.
                guard offset > (start.offset(like: last) ?? 0) else { throw Where.empty }
                let before: Position
                if case .fileOffset = last {
                    before = .fileOffset(offset - 1)
                } else {
                    before = .dataOffset(offset - 1)
                }
                upper = try before.pages(in: source).upperBound
            default:
                upper = try last.pages(in: source).upperBound
            }
            guard upper > first.lowerBound else { throw Where.empty }
            return first.lowerBound..<upper
        case .length(let length):
            let last: Position =
                switch start {
                case .page(let page): .page(page + length - 1)
                case .block(let block): .block(block + length - 1)
                case .pageInBlock: .page(first.lowerBound.rawValue + length - 1)
                case .fileOffset(let offset): .fileOffset(offset + length - 1)
                case .dataOffset(let offset): .dataOffset(offset + length - 1)
                }
            return first.lowerBound..<(try last.pages(in: source).upperBound)
        }
    }

    private static let empty = UsageError("the range ends before it begins")
}

extension Where.Position {
    /// The offset, if it is one of the same kind as `other`.
    fileprivate func offset(like other: Where.Position) -> Int? {
        switch (self, other) {
        case (.fileOffset(let offset), .fileOffset), (.dataOffset(let offset), .dataOffset): offset
        default: nil
        }
    }

    /// The page, or the pages of the block.
    func pages(in source: any PageSource) throws(UsageError) -> PageRange {
        let geometry = source.geometry
        func check(_ value: Int, _ count: Int, _ what: String, of whole: String) throws(UsageError) {
            guard value < count else {
                let last = count > 0 ? ", 0 to \(count - 1)" : ""
                throw UsageError("\(what):\(value): \(whole) has \(count) \(what)s\(last)")
            }
        }
        switch self {
        case .page(let page):
            try check(page, geometry.pageCount, "page", of: "the chip")
            return PageRange(from: PageNumber(page), count: 1)
        case .block(let block):
            try check(block, geometry.blockCount, "block", of: "the chip")
            return geometry.pages(of: BlockNumber(block))
        case .pageInBlock(let block, let page):
            try check(block, geometry.blockCount, "block", of: "the chip")
            try check(page, geometry.pagesPerBlock, "page", of: "a block")
            return PageRange(from: geometry.firstPage(of: BlockNumber(block)).advanced(by: page), count: 1)
        case .dataOffset(let offset):
            guard offset < geometry.dataSize else {
                throw UsageError("@\(ByteCount.hex(offset)): the data ends at \(ByteCount.hex(geometry.dataSize))")
            }
            return PageRange(from: PageNumber(offset / geometry.pageSize), count: 1)
        case .fileOffset(let offset):
            guard let page = source.page(atFileOffset: offset) else {
                throw UsageError(
                    "\(ByteCount.hex(offset)): no page lies at this file offset",
                    hint: "name a page (page:17), or an offset in the data (@0x20000)")
            }
            return PageRange(from: page, count: 1)
        }
    }
}
