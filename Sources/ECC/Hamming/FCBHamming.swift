// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The Hamming code (13,8) of the firmware configuration block of i.MX28 and i.MX6: five parity bits for each byte.
///
/// Its parity lies in the low bits of a byte of its own, 512 bytes after the message. Source: the ROM documentation as
/// U-Boot `tools/mxsboot.c` follows it.
public enum FCBHamming {
    /// For each parity bit, the bits of the byte that it sums.
    private static let masks: [UInt8] = [0b0110_1100, 0b1011_0110, 0b1110_0011, 0b1001_1001, 0b0101_1111]

    /// The five bits of parity of a byte.
    public static func parity(of byte: UInt8) -> UInt8 {
        var parity: UInt8 = 0
        for (bit, mask) in masks.enumerated() where (byte & mask).nonzeroBitCount % 2 == 1 { parity |= 1 << UInt8(bit) }
        return parity
    }

    /// Corrects one bit of a byte or its parity; the upper three bits of `parity` are neither read nor changed.
    public static func correct(byte: inout UInt8, parity: inout UInt8) -> Correction {
        let difference = (parity ^ Self.parity(of: byte)) & 0x1f
        if difference == 0 { return .clean }
        if difference.nonzeroBitCount == 1 {
            parity ^= difference
            return .corrected(bits: 1)
        }
        for bit in 0..<8 where Self.parity(of: 1 << UInt8(bit)) == difference {
            byte ^= 1 << UInt8(bit)
            return .corrected(bits: 1)
        }
        return .uncorrectable
    }
}
