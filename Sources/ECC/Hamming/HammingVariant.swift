// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How an engine stores the parities of a Hamming code that corrects one bit and detects two.
///
/// Address bits 0...2 of a message bit are its number in the byte, bit 0 being the lowest; the bits above number the
/// byte. For each address bit there are two parities: of the message bits whose address has a 0 there (even) and of
/// those that have a 1 (odd).
public enum HammingVariant: String, Sendable, Hashable, CaseIterable {
    /// Three bytes, inverted, those of the high byte numbers first (Linux and U-Boot software ECC).
    case standard = "std"
    /// The same with the first two bytes exchanged (SmartMedia, xD, and the drivers in "SM order").
    case smartMedia = "sm"
    /// Three bytes, not inverted: even, odd, then the upper four of both (TI OMAP and AM335x `HAM1_CODE_HW`).
    case omap
    /// 24 bits, little-endian, inverted: even, then odd from bit 12 (TI DaVinci, 1 bit).
    case davinci
    /// Two 16-bit words, little-endian, not inverted: even, then odd (Nintendo Wii).
    case wii

    /// Lengths of the message, in bytes.
    public var messageBytes: [Int] {
        switch self {
        case .standard, .smartMedia: [256, 512]
        case .omap, .davinci, .wii: [512]
        }
    }

    /// Length of the stored parity, in bytes.
    public var parityBytes: Int { self == .wii ? 4 : 3 }

    /// Whether parity 0 is stored as 1.
    public var isInverted: Bool {
        switch self {
        case .standard, .smartMedia, .davinci: true
        case .omap, .wii: false
        }
    }

    /// Where the parity of address bit `address` is stored, as a bit of the parity bytes read little-endian.
    public func position(address: Int, odd: Bool) -> Int {
        let side = odd ? 1 : 0
        switch self {
        case .standard, .smartMedia:
            guard address >= 3 else { return 18 + 2 * address + side }
            let row = 2 * (address - 3) + side
            // Rows 16 and 17 fill the two bits that 256-byte steps leave at 1.
            if row >= 16 { return row }
            return self == .smartMedia ? row : row ^ 8
        case .omap: return address < 8 ? address + 8 * side : 8 + address + 4 * side
        case .davinci: return address + 12 * side
        case .wii: return address + 16 * side
        }
    }
}
