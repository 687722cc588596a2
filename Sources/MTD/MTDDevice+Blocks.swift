// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

extension MTDDevice {
    /// Erases whole blocks, one after the other up to the first that is bad or fails, as Linux does it.
    ///
    /// - Parameters:
    ///   - address: that of a block's first byte of data.
    ///   - count: bytes of data, a multiple of the erase size.
    /// - Throws: ``FlashError`` (`outOfRange`, `badBlock`, `readOnly`), or what the chip throws.
    public func erase(at address: Int, count: Int) throws {
        try check(address, count)
        try checkWritable()
        guard address % shape.eraseSize == 0, count % shape.eraseSize == 0 else {
            throw FlashError(
                .outOfRange,
                "erasing \(ByteCount.hex(count)) at data offset \(ByteCount.hex(address)): blocks have \(ByteCount.hex(shape.eraseSize))"
            )
        }
        let blocks = BlockNumber(address / shape.eraseSize)..<BlockNumber((address + count) / shape.eraseSize)
        for block in blocks {
            guard try !chip.isBad(block) else {
                throw FlashError(.badBlock, "is bad and cannot be erased", block: block)
            }
            try chip.erase(block)
            rules.erase(block)
        }
    }

    /// Whether the block that holds the byte of data at `address` is marked or listed as bad.
    public func isBad(at address: Int) throws -> Bool {
        try check(address, 1)
        return try chip.isBad(BlockNumber(address / shape.eraseSize))
    }

    /// Marks the block that holds the byte of data at `address` as bad.
    ///
    /// - Throws: ``FlashError`` (`outOfRange`, `readOnly`), or what the chip throws.
    public func markBad(at address: Int) throws {
        try check(address, 1)
        try checkWritable()
        try chip.markBad(BlockNumber(address / shape.eraseSize))
    }

    /// Returns when everything done before is durable.
    public func sync() throws { try chip.sync() }
}
