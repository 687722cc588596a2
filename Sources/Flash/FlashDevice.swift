// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A chip: a ``PageSource`` that can be programmed and erased.
///
/// It holds bits as they lie on the chip; ECC is above it. Filters (faults, a recorder) are devices around a device. All
/// calls are safe from several threads at once.
public protocol FlashDevice: PageSource {
    /// Programs pages. As on a chip, programming only clears bits: what was 0 stays 0, and a 1 leaves a bit alone.
    ///
    /// - Parameters:
    ///   - pages: of one erase block.
    ///   - bits: `pages.count * rawPageSize` bytes: data, then OOB, of each page. Not used after the call.
    /// - Throws: ``FlashError`` (`outOfRange`, `wrongLength`, `readOnly`).
    func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws

    /// Sets every bit of a block, OOB included.
    ///
    /// - Throws: ``FlashError`` (`outOfRange`, `badBlock`, `readOnly`).
    func erase(_ block: BlockNumber) throws

    /// Marks a block as bad for good.
    ///
    /// - Throws: ``FlashError`` (`outOfRange`, `readOnly`).
    func markBad(_ block: BlockNumber) throws

    /// Returns when everything done before is durable.
    func sync() throws
}

extension FlashDevice {
    /// Programs one page.
    ///
    /// - Parameters:
    ///   - data: `pageSize` bytes, or nil to leave the data alone.
    ///   - oob: `oobSize` bytes, or nil to leave the OOB alone.
    /// - Throws: ``FlashError`` (`outOfRange`, `wrongLength`, `readOnly`).
    public func program(_ page: PageNumber, data: [UInt8]?, oob: [UInt8]?) throws {
        for (bytes, size, what) in [(data, geometry.pageSize, "data"), (oob, geometry.oobSize, "OOB")] {
            guard let bytes, bytes.count != size else { continue }
            throw FlashError(
                .wrongLength, "\(bytes.count) bytes of \(what), a page has \(size)", page: page, in: geometry)
        }
        let blank = [UInt8](repeating: 0xFF, count: geometry.rawPageSize)
        let bits = (data ?? Array(blank[..<geometry.pageSize])) + (oob ?? Array(blank[geometry.pageSize...]))
        try bits.withUnsafeBytes { try program(PageRange(from: page, count: 1), bits: $0) }
    }

    /// - Throws: ``FlashError`` (`outOfRange`, `wrongLength`) unless `bits` are those of `pages`, in one block.
    public func checkProgram(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws(FlashError) {
        try checkRange(pages)
        guard bits.count == pages.count * geometry.rawPageSize else {
            throw FlashError(
                .wrongLength, "\(bits.count) bytes for \(pages.count) pages of \(geometry.rawPageSize)",
                page: pages.lowerBound, in: geometry)
        }
        let block = geometry.block(of: pages.lowerBound)
        guard pages.upperBound <= geometry.pages(of: block).upperBound else {
            throw FlashError(
                .outOfRange, "\(pages.count) pages reach into the next block", page: pages.lowerBound, in: geometry)
        }
    }
}

extension PageSource {
    /// - Throws: ``FlashError`` (`outOfRange`) unless the chip has `block`.
    public func checkBlock(_ block: BlockNumber) throws(FlashError) {
        guard (0..<geometry.blockCount).contains(block.rawValue) else {
            throw FlashError(.outOfRange, "the chip has \(geometry.blockCount) blocks", block: block)
        }
    }
}
