// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// Collects bits of raw pages as a polynomial: the first bit has the highest power.
struct BitStream {
    /// Right aligned: the last bit is bit 0 of word 0.
    private(set) var words: [UInt64]
    private var next: Int
    private var pending: UInt64 = 0
    private var pendingBits: Int

    /// - Parameter bits: how many bits there will be.
    init(bits: Int) {
        words = [UInt64](repeating: 0, count: (bits + 63) / 64)
        next = words.count - 1
        pendingBits = words.count * 64 - bits
    }

    private mutating func append(_ value: UInt8, bits: Int) {
        let room = 64 - pendingBits
        if bits < room {
            pending = pending << UInt64(bits) | UInt64(value)
            pendingBits += bits
            return
        }
        let over = bits - room
        pending = room == 64 ? 0 : pending << UInt64(room)
        pending |= UInt64(value) >> UInt64(over)
        if next >= 0 { words[next] = pending }
        next -= 1
        pending = UInt64(value) & ((1 << UInt64(over)) - 1)
        pendingBits = over
    }

    /// Appends `range` of the page that begins at `base`.
    ///
    /// - Parameter table: each byte with its bits in the order of the stream, from ``table(_:)``.
    mutating func append(_ range: BitRange, of bytes: [UInt8], base: Int, table: [UInt8]) {
        var bit = range.start
        while bit < range.end {
            let inByte = bit % 8
            let count = min(8 - inByte, range.end - bit)
            let byte = table[Int(bytes[base + bit / 8])]
            append((byte << UInt8(inByte)) >> UInt8(8 - count), bits: count)
            bit += count
        }
    }

    mutating func appendZeros(_ count: Int) {
        var left = count
        while left > 0 {
            append(0, bits: min(8, left))
            left -= 8
        }
    }

    /// What each byte is in the order of the stream, most significant bit first.
    static func table(_ order: BitOrder) -> [UInt8] {
        (0..<256).map { byte in
            (0..<8).reduce(UInt8(0)) { out, k in
                out << 1 | (UInt8(truncatingIfNeeded: byte) & order.mask(k) != 0 ? 1 : 0)
            }
        }
    }
}
