// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How the bits of a page are wanted.
public enum ReadMode: Sendable, Hashable {
    /// After the layout's ECC.
    case corrected
    /// As they lie on the chip.
    case raw
}

/// A chip: a ``PageSource`` that can be programmed and erased.
///
/// Filters (ECC, faults, a recorder) are devices around a device. All calls are safe from several
/// threads at once.
public protocol FlashDevice: PageSource {
    /// Reads as ``PageSource/read(_:into:)``, in the given mode.
    func read(_ range: PageRange, mode: ReadMode, into buffer: PageBuffer) throws -> PageRange

    /// Programs one page. As on a chip, programming only clears bits: what was 0 stays 0.
    ///
    /// - Parameters:
    ///   - data: `pageSize` bytes, or nil to leave the data alone.
    ///   - oob: `oobSize` bytes, or nil to leave the OOB alone.
    /// - Throws: ``FlashError`` (`outOfRange`, `wrongLength`, `readOnly`).
    func program(_ page: PageNumber, data: [UInt8]?, oob: [UInt8]?) throws

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
    /// Devices without ECC hold one kind of bits.
    public func read(_ range: PageRange, mode: ReadMode, into buffer: PageBuffer) throws -> PageRange {
        try read(range, into: buffer)
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
