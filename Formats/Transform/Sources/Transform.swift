// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A way in which a reader hands on every byte of a chip, only not as it is. Done twice, each is as if never done.
enum Transform: String, CaseIterable, Sendable {
    /// Bytes of each 16-bit word, or of each 32-bit word, in the other order.
    case swap16, swap32
    /// The halves of each byte.
    case swap4
    /// The bits of each byte: the first is the last.
    case bitrev
    /// Each bit is its opposite.
    case invert

    /// Bytes that are changed together.
    var unit: Int {
        switch self {
        case .swap16: 2
        case .swap32: 4
        case .swap4, .bitrev, .invert: 1
        }
    }

    /// Changes whole units in place; what is less than a unit at the end stays as it is.
    func apply(to bytes: UnsafeMutableRawBufferPointer) {
        let count = bytes.count / unit * unit
        switch self {
        case .swap16: Self.swap(bytes, count, UInt16.self)
        case .swap32: Self.swap(bytes, count, UInt32.self)
        case .swap4: for i in 0..<count { bytes[i] = bytes[i] << 4 | bytes[i] >> 4 }
        case .bitrev: for i in 0..<count { bytes[i] = Self.reversed(bytes[i]) }
        case .invert: for i in 0..<count { bytes[i] = ~bytes[i] }
        }
    }

    func apply(to bytes: inout [UInt8]) { bytes.withUnsafeMutableBytes { apply(to: $0) } }

    private static func swap<Word: FixedWidthInteger>(
        _ bytes: UnsafeMutableRawBufferPointer, _ count: Int, _ type: Word.Type
    ) {
        for i in stride(from: 0, to: count, by: MemoryLayout<Word>.size) {
            let word = bytes.loadUnaligned(fromByteOffset: i, as: Word.self)
            bytes.storeBytes(of: word.byteSwapped, toByteOffset: i, as: Word.self)
        }
    }

    private static func reversed(_ byte: UInt8) -> UInt8 {
        let halves = byte << 4 | byte >> 4
        let pairs = (halves & 0x33) << 2 | (halves & 0xCC) >> 2
        return (pairs & 0x55) << 1 | (pairs & 0xAA) >> 1
    }

    var summary: String {
        switch self {
        case .swap16: "a dump whose 16-bit words have their bytes swapped"
        case .swap32: "a dump whose 32-bit words have their bytes in the other order"
        case .swap4: "a dump whose bytes have their halves swapped"
        case .bitrev: "a dump whose bytes have their bits in the other order"
        case .invert: "a dump in which every bit is the other one"
        }
    }

    /// As a finding says it.
    var words: String {
        switch self {
        case .swap16: "with the bytes of 16-bit words swapped"
        case .swap32: "with the bytes of 32-bit words in the other order"
        case .swap4: "with the halves of bytes swapped"
        case .bitrev: "with the bits of bytes in the other order"
        case .invert: "with all bits inverted"
        }
    }
}
