// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The parity word of a Hamming code as an affine function of 13 parities of the message.
///
/// The word is the stored bytes read little-endian. With O_j the parity of the message bits whose address bit j is 1
/// and P that of all bits, the even parity is O_j + P, so that word = inversion + sum of O_j * odd[j] + P * total.
struct HammingTerms {
    /// For each address bit: the two stored bits that its odd parity turns.
    var odd: [UInt64]
    /// The stored bits that the parity of the whole message turns.
    var total: UInt64 = 0
    /// The word of a message of zeros.
    var inversion: UInt64
    /// All bits that the variant stores parities in.
    var stored: UInt64 = 0

    init(_ variant: HammingVariant, messageBytes: Int) {
        let addressBits = 3 + messageBytes.trailingZeroBitCount
        odd = []
        inversion = variant.isInverted ? 1 << UInt64(8 * variant.parityBytes) - 1 : 0
        for address in 0..<addressBits {
            let even = 1 << UInt64(variant.position(address: address, odd: false)) as UInt64
            let both = even | 1 << UInt64(variant.position(address: address, odd: true))
            odd.append(both)
            total |= even
            stored |= both
        }
    }

    /// What the SIMD kernels take: twelve odd terms (0 where there is no such bit), the total, the inversion.
    var flat: [UInt64] { odd + [UInt64](repeating: 0, count: 12 - odd.count) + [total, inversion] }

    /// What the portable kernel takes: three tables of 256 words.
    ///
    /// By the parities of the six halves by word and by row; by the parities of the eight byte columns; by the parities
    /// of the eight bit columns. The inversion is in the first.
    var tables: [UInt32] {
        var tables = [UInt32](repeating: 0, count: 3 * 256)
        for index in 0..<256 {
            var rows = inversion
            var bytes = UInt64(0)
            var bits = UInt64(0)
            for k in 0..<8 where index >> k & 1 == 1 {
                if k + 6 < odd.count { rows ^= odd[k + 6] }
                bytes ^= total
                for j in 0..<3 where k >> j & 1 == 1 {
                    bytes ^= odd[3 + j]
                    bits ^= odd[j]
                }
            }
            tables[index] = UInt32(truncatingIfNeeded: rows)
            tables[256 + index] = UInt32(truncatingIfNeeded: bytes)
            tables[512 + index] = UInt32(truncatingIfNeeded: bits)
        }
        return tables
    }
}
