// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Bits that most of several copies have.
///
/// One of the few places that hold raw memory.
enum BitMajority {
    /// What the copies do not agree on.
    struct Count {
        /// Bits in which not all copies are alike.
        var differing = 0
        /// Those of them with as many copies for 0 as for 1: the first copy's bit was taken.
        var tied = 0
    }

    /// Writes the majority of `copies`, `count` bytes each, to `target`.
    static func vote(
        _ copies: UnsafeBufferPointer<UnsafeRawPointer>, count: Int, to target: UnsafeMutableRawPointer
    ) -> Count {
        guard let first = copies.first else { return Count() }
        target.copyMemory(from: first, byteCount: count)
        var sum = Count()
        var at = 0
        while at &+ 8 <= count {
            let word = first.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let voted = majority(word, copies, &sum) { $0.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
            if voted != word { target.storeBytes(of: voted, toByteOffset: at, as: UInt64.self) }
            at &+= 8
        }
        while at < count {
            let word = UInt64(first.load(fromByteOffset: at, as: UInt8.self))
            let voted = majority(word, copies, &sum) { UInt64($0.load(fromByteOffset: at, as: UInt8.self)) }
            target.storeBytes(of: UInt8(truncatingIfNeeded: voted), toByteOffset: at, as: UInt8.self)
            at &+= 1
        }
        return sum
    }

    /// Copies agree nearly everywhere, so bits are counted one by one where they do not.
    @inline(__always)
    private static func majority(
        _ first: UInt64, _ copies: UnsafeBufferPointer<UnsafeRawPointer>, _ sum: inout Count,
        _ load: (UnsafeRawPointer) -> UInt64
    ) -> UInt64 {
        var differing: UInt64 = 0
        for copy in copies { differing |= load(copy) ^ first }
        guard differing != 0 else { return first }
        sum.differing += differing.nonzeroBitCount
        var voted = first
        while differing != 0 {
            let bit = differing & (0 &- differing)
            differing ^= bit
            let ones = copies.reduce(0) { $0 + (load($1) & bit != 0 ? 1 : 0) }
            if ones * 2 == copies.count {
                sum.tied += 1
            } else if ones * 2 > copies.count {
                voted |= bit
            } else {
                voted &= ~bit
            }
        }
        return voted
    }

    /// Bits in which two buffers of `count` bytes differ.
    static func distance(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, count: Int) -> Int {
        var bits = 0
        var at = 0
        while at &+ 8 <= count {
            let x = a.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            bits &+= (x ^ b.loadUnaligned(fromByteOffset: at, as: UInt64.self)).nonzeroBitCount
            at &+= 8
        }
        while at < count {
            let x = a.load(fromByteOffset: at, as: UInt8.self)
            bits &+= (x ^ b.load(fromByteOffset: at, as: UInt8.self)).nonzeroBitCount
            at &+= 1
        }
        return bits
    }
}
