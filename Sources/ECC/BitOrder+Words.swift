// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BitOrder {
    /// Brings the bits of each byte from the order of storage to that of the stream, MSB first, or back.
    @inline(__always)
    func reordered(_ word: UInt64) -> UInt64 {
        var word = word
        if self == .msb { return word }
        word = (word & 0x0F0F_0F0F_0F0F_0F0F) << 4 | (word >> 4 & 0x0F0F_0F0F_0F0F_0F0F)
        if self == .nibble { return word }
        word = (word & 0x3333_3333_3333_3333) << 2 | (word >> 2 & 0x3333_3333_3333_3333)
        return (word & 0x5555_5555_5555_5555) << 1 | (word >> 1 & 0x5555_5555_5555_5555)
    }

    /// Bytes as words of the stream, left aligned, zero at the end.
    func words(_ bytes: some Collection<UInt8>, count: Int) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: count)
        for (i, byte) in bytes.prefix(count * 8).enumerated() { words[i / 8] |= UInt64(byte) << UInt64(56 - i % 8 * 8) }
        return words.map(reordered)
    }
}
