// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The kernels of hexadecimal text in rows of 16, as nanddump prints it: bytes to rows, and regular rows to bytes.
///
/// Source of the form: mtd-utils 2.3.1, nand-utils/nanddump.c, `pretty_dump_to_buffer`.
package enum HexRows {
    /// Bytes that a row shows.
    package static let bytesPerRow = 16
    /// Room for the longest row with its line end, and for what the kernel writes over it, in bytes.
    package static let maxRowLength = 96

    /// What a row begins with.
    package enum Label: Sendable, Hashable {
        /// `0x%.8llx: `
        case address(Int)
        /// `  OOB Data: `
        case oob
    }

    /// For each byte `xy ` as four characters, the last of them NUL.
    static let pairs: [UInt32] = (0..<256).map { byte in
        let digits = Array("0123456789abcdef".utf8).map(UInt32.init)
        return digits[byte >> 4] | digits[byte & 15] << 8 | 0x20_0000
    }

    /// For each character the value of the digit; 0xF0 for what is no digit.
    static let digits: [UInt8] = (0..<256).map { character in
        Character(UnicodeScalar(UInt8(character))).hexDigitValue.map(UInt8.init) ?? 0xF0
    }

    /// Characters of the label of the row that begins at byte `done`.
    @inline(__always)
    static func length(of label: Label, _ done: Int) -> Int {
        guard case .address(let first) = label else { return 12 }
        return 4 &+ digitCount(first &+ done)
    }

    /// Digits of an address: 8 at least.
    @inline(__always)
    static func digitCount(_ address: Int) -> Int {
        max(8, (67 &- address.leadingZeroBitCount) / 4)
    }

    /// `  OOB Data: ` as it lies in memory.
    static var oobLabel: (UInt64, UInt32) {
        (UInt64(0x6144_2042_4F4F_2020).littleEndian, UInt32(0x203A_6174).littleEndian)
    }

    /// A digit as its character.
    @inline(__always)
    static func asciiDigit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x57) }

    /// The eight characters of a number, as they lie in memory.
    @inline(__always)
    static func hex8(_ value: UInt32) -> UInt64 {
        var x = UInt64(value)
        x = (x | x &<< 16) & 0x0000_FFFF_0000_FFFF
        x = (x | x &<< 8) & 0x00FF_00FF_00FF_00FF
        x = (x | x &<< 4) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = ((x &+ 0x0606_0606_0606_0606) &>> 4) & 0x0101_0101_0101_0101
        return (x &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
    }

    /// The character that stands for a byte: itself from space to `~`, else '.'.
    @inline(__always)
    package static func printable(_ byte: UInt8) -> UInt8 { byte &- 0x20 < 0x5F ? byte : 0x2E }

    /// ``printable(_:)`` of eight bytes at once.
    @inline(__always)
    static func printable(_ word: UInt64) -> UInt64 {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let fromSpace = low &+ 0x6060_6060_6060_6060
        let isDelete = low &+ 0x0101_0101_0101_0101
        let tops = fromSpace & ~isDelete & ~word & 0x8080_8080_8080_8080
        let mask = (tops &>> 7) &* 0xFF
        return word & mask | 0x2E2E_2E2E_2E2E_2E2E & ~mask
    }
}
