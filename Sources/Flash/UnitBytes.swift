// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension Array<UInt8> {
    /// Programs some pages of a unit, whose bytes this array holds: the data of its pages, then their OOB.
    ///
    /// - Parameters:
    ///   - bits: `rawPageSize` bytes a page, data and OOB of each together: what is 0 in them becomes 0.
    ///   - first: the index in the unit of the first of them.
    public mutating func clearBits(_ bits: UnsafeRawBufferPointer, fromPage first: Int, in geometry: Geometry) {
        // Without OOB, which is how NOR is, neighbours are one stretch of bytes.
        let (pageSize, oobSize) = geometry.oobSize == 0 ? (bits.count, 0) : (geometry.pageSize, geometry.oobSize)
        let oobStart = geometry.unitPages * geometry.pageSize
        withUnsafeMutableBytes { own in
            for i in 0..<(bits.count / Swift.max(1, pageSize + oobSize)) {
                let page = UnsafeRawBufferPointer(rebasing: bits[(i * (pageSize + oobSize))...])
                let data = own[((first + i) * geometry.pageSize)...].prefix(pageSize)
                let oob = own[(oobStart + (first + i) * oobSize)...].prefix(oobSize)
                UnsafeMutableRawBufferPointer(rebasing: data)
                    .clearBits(UnsafeRawBufferPointer(rebasing: page[..<pageSize]))
                UnsafeMutableRawBufferPointer(rebasing: oob)
                    .clearBits(UnsafeRawBufferPointer(rebasing: page[pageSize...].prefix(oobSize)))
            }
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Clears each bit that is 0 in `bits`, which is as long.
    public func clearBits(_ bits: UnsafeRawBufferPointer) {
        var i = 0
        while i + 8 <= count {
            let word = loadUnaligned(fromByteOffset: i, as: UInt64.self)
            let mask = bits.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            storeBytes(of: word & mask, toByteOffset: i, as: UInt64.self)
            i += 8
        }
        while i < count {
            self[i] &= bits[i]
            i += 1
        }
    }
}
