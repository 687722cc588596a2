// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// Copies bits between buffers in which they begin at any bit.
///
/// One of the few places that hold raw memory.
enum BitCopy {
    /// Copies `count` bits, counted in `order` in both buffers. The buffers do not overlap.
    static func copy(
        from source: UnsafeRawPointer, at sourceBit: Int, to target: UnsafeMutableRawPointer, at targetBit: Int,
        count: Int, order: BitOrder
    ) {
        var (from, to, left) = (sourceBit, targetBit, count)
        // Single bits until the target is at a byte.
        while left > 0, to % 8 != 0 {
            copyBit(source, from, target, to, order)
            (from, to, left) = (from + 1, to + 1, left - 1)
        }
        let bytes = left / 8
        if bytes > 0 {
            if from % 8 == 0 {
                (target + to / 8).copyMemory(from: source + from / 8, byteCount: bytes)
            } else {
                shift(source + from / 8, by: from % 8, to: target + to / 8, bytes: bytes, order)
            }
            (from, to, left) = (from + bytes * 8, to + bytes * 8, left - bytes * 8)
        }
        while left > 0 {
            copyBit(source, from, target, to, order)
            (from, to, left) = (from + 1, to + 1, left - 1)
        }
    }

    private static func copyBit(
        _ source: UnsafeRawPointer, _ from: Int, _ target: UnsafeMutableRawPointer, _ to: Int, _ order: BitOrder
    ) {
        let bit = source.load(fromByteOffset: from / 8, as: UInt8.self) & order.mask(from) != 0
        set(target, to, bit, order)
    }

    /// Sets one bit.
    static func set(_ target: UnsafeMutableRawPointer, _ bit: Int, _ value: Bool, _ order: BitOrder) {
        let old = target.load(fromByteOffset: bit / 8, as: UInt8.self)
        let mask = order.mask(bit)
        target.storeBytes(of: value ? old | mask : old & ~mask, toByteOffset: bit / 8, as: UInt8.self)
    }

    /// Whole bytes of the target, each from two neighbours of the source.
    private static func shift(
        _ source: UnsafeRawPointer, by bits: Int, to target: UnsafeMutableRawPointer, bytes: Int, _ order: BitOrder
    ) {
        let from = source.assumingMemoryBound(to: UInt8.self)
        let to = target.assumingMemoryBound(to: UInt8.self)
        let (a, b) = (UInt8(bits), UInt8(8 - bits))
        switch order {
        case .lsb:
            for i in 0..<bytes { to[i] = from[i] &>> a | from[i + 1] &<< b }
        case .msb:
            for i in 0..<bytes { to[i] = from[i] &<< a | from[i + 1] &>> b }
        case .nibble:
            func swapped(_ byte: UInt8) -> UInt8 { byte &<< 4 | byte &>> 4 }
            for i in 0..<bytes { to[i] = swapped(swapped(from[i]) &<< a | swapped(from[i + 1]) &>> b) }
        }
    }

    /// Sets `count` bits to one value.
    static func fill(
        _ target: UnsafeMutableRawPointer, at bit: Int, count: Int, with value: Bool, order: BitOrder
    ) {
        var (to, left) = (bit, count)
        while left > 0, to % 8 != 0 {
            set(target, to, value, order)
            (to, left) = (to + 1, left - 1)
        }
        (target + to / 8).initializeMemory(as: UInt8.self, repeating: value ? 0xFF : 0, count: left / 8)
        for k in 0..<(left % 8) { set(target, to + left / 8 * 8 + k, value, order) }
    }

    /// How many of `count` bits are 0.
    ///
    /// - Parameter limit: past it nobody wants to know how many more there are.
    static func zeros(
        _ source: UnsafeRawPointer, at bit: Int, count: Int, order: BitOrder, limit: Int = .max
    ) -> Int {
        var (from, left, zeros) = (bit, count, 0)
        while left > 0, from % 8 != 0 {
            if source.load(fromByteOffset: from / 8, as: UInt8.self) & order.mask(from) == 0 { zeros += 1 }
            (from, left) = (from + 1, left - 1)
        }
        while left >= 64 {
            let word = (source + from / 8).loadUnaligned(as: UInt64.self)
            zeros += (~word).nonzeroBitCount
            if zeros > limit { return zeros }
            (from, left) = (from + 64, left - 64)
        }
        while left > 0 {
            if source.load(fromByteOffset: from / 8, as: UInt8.self) & order.mask(from) == 0 { zeros += 1 }
            (from, left) = (from + 1, left - 1)
        }
        return zeros
    }
}
