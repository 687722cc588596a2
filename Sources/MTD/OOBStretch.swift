// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Bytes of OOB that run over one page or several.
struct OOBStretch {
    var pages: PageRange
    /// Where it begins in the first page's OOB, as its mode counts.
    var column: Int
}

extension MTDDevice {
    /// Bytes of one page's OOB in this mode.
    func oobSize(_ mode: OOBMode) -> Int { mode == .place ? shape.oobSize : shape.oobAvailable }

    /// - Throws: ``FlashError`` (`outOfRange`) when the bytes leave the chip, or their column the OOB.
    func oobStretch(at address: Int, count: Int, _ mode: OOBMode, _ room: MTDRoom) throws(FlashError) -> OOBStretch {
        try check(address, 0)
        let size = oobSize(mode)
        let column = address % shape.writeSize
        guard count > 0, count <= room.capacity, column < size else {
            throw FlashError(
                .outOfRange, "\(count) bytes at byte \(column) of an OOB of \(size)", page: page(at: address),
                in: geometry)
        }
        let pages = PageRange(from: page(at: address), count: (column + count + size - 1) / size)
        try chip.checkRange(pages)
        return OOBStretch(pages: pages, column: column)
    }

    /// Copies one page's OOB, as the mode has it.
    ///
    /// - Returns: the bytes copied: up to the end of the OOB, or of the target.
    func gather(
        _ oob: UnsafeRawBufferPointer, from column: Int, _ mode: OOBMode, _ target: Slice<UnsafeMutableRawBufferPointer>
    ) -> Int {
        var done = 0
        forEachPiece(from: column, count: target.count, mode) { range in
            UnsafeMutableRawBufferPointer(rebasing: target[(target.startIndex + done)...].prefix(range.count))
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: oob[range]))
            done += range.count
        }
        return done
    }

    /// Puts bytes into one page's OOB, as the mode has it: the inverse of ``gather(_:from:_:_:)``.
    func scatter(
        _ bytes: Slice<UnsafeRawBufferPointer>, to oob: UnsafeMutableRawBufferPointer, from column: Int, _ mode: OOBMode
    ) -> Int {
        var done = 0
        forEachPiece(from: column, count: bytes.count, mode) { range in
            UnsafeMutableRawBufferPointer(rebasing: oob[range]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[(bytes.startIndex + done)...].prefix(range.count)))
            done += range.count
        }
        return done
    }

    private func forEachPiece(from column: Int, count: Int, _ mode: OOBMode, _ body: (Range<Int>) -> Void) {
        guard mode == .auto else { return body(column..<min(column + count, shape.oobSize)) }
        var (skip, rest) = (column, count)
        for range in shape.oobFree where rest > 0 {
            guard skip < range.count else {
                skip -= range.count
                continue
            }
            let start = range.lowerBound + skip
            let part = start..<min(range.upperBound, start + rest)
            body(part)
            rest -= part.count
            skip = 0
        }
    }
}
