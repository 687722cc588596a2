// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The tags that YAFFS2 keeps in a page's OOB, with their own checksum.
///
/// Source: yaffs2 `yaffs_packedtags2.h` and `yaffs_ecc.c` (`yaffs_ecc_calc_other`): 16 bytes of tags, then 12 of ECC.
package struct YAFFSTags: Sendable, Hashable {
    package static let size = 28

    /// Grows with each block that is written; 0x21 marks a checkpoint.
    package let sequence: UInt32

    /// - Parameter bytes: 28 bytes from where tags may begin.
    /// - Returns: nil unless the ECC is that of the tags and the tags make sense.
    package init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard offset >= 0, offset <= bytes.count - YAFFSTags.size else { return nil }
        func word(_ i: Int) -> UInt32 { bytes.little32(at: offset &+ i) }
        // Cheap first: the two line parities are equal or each other's complement.
        let difference = word(20) ^ word(24)
        guard difference == 0 || difference == .max, word(0) != 0, word(4) != 0, word(0) != .max else { return nil }
        var column: UInt8 = 0
        var line: UInt32 = 0
        var complement: UInt32 = 0
        for i in 0..<16 {
            let byte = bytes[offset &+ i]
            column ^= YAFFSTags.columnParity(byte)
            if byte.nonzeroBitCount % 2 == 1 {
                line ^= UInt32(i)
                complement ^= ~UInt32(i)
            }
        }
        guard bytes[offset &+ 16] == column else { return nil }
        let isLittle = word(20) == line && word(24) == complement
        guard isLittle || (word(20).byteSwapped == line && word(24).byteSwapped == complement) else { return nil }
        func number(_ i: Int) -> UInt32 { isLittle ? word(i) : word(i).byteSwapped }
        guard number(0) < 0xEFFF_FFFF, number(0) >= 0x21, number(4) & 0x0FFF_FFFF != 0, number(4) < 0x8000_0000 else {
            return nil
        }
        sequence = number(0)
    }

    /// Six parities of one byte, as YAFFS keeps them.
    private static func columnParity(_ byte: UInt8) -> UInt8 {
        var result: UInt8 = 0
        for (bit, mask) in [UInt8(0x55), 0xAA, 0x33, 0xCC, 0x0F, 0xF0].enumerated()
        where (byte & mask).nonzeroBitCount % 2 == 1 {
            result |= 1 << UInt8(bit)
        }
        return result
    }
}
