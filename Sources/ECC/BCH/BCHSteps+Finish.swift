// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BCHSteps {
    /// Compares or stores the parity of step `i`; true if it differs.
    ///
    /// - Parameter remainder: its words; left with the form's constant added.
    @inline(__always)
    func finish(_ i: Int, _ remainder: UnsafeMutablePointer<UInt64>, _ shape: BCHShape) -> Bool {
        let count = shape.constant.count
        for j in 0..<count { remainder[j] ^= shape.constant[j] }
        remainder[count - 1] &= shape.lastMask
        switch purpose {
        case .encode(let parity):
            let to = parity + i * parityStride
            for j in 0..<count {
                Self.store(shape.order.reordered(remainder[j]), to + 8 * j, bytes: shape.parityBytes - 8 * j)
            }
            return false
        case .check(let parity, let differences):
            let from = parity + i * parityStride
            let difference = differences + i * count
            var any: UInt64 = 0
            for j in 0..<count {
                let stored = shape.order.reordered(Self.word(from + 8 * j, bytes: shape.parityBytes - 8 * j))
                difference[j] = remainder[j] ^ stored
                if j == count - 1 { difference[j] &= shape.lastMask }
                any |= difference[j]
            }
            return any != 0
        }
    }

    /// The first eight bytes, or as many as there are, left aligned.
    @inline(__always)
    private static func word(_ from: UnsafeRawPointer, bytes: Int) -> UInt64 {
        if bytes >= 8 { return UInt64(bigEndian: from.loadUnaligned(as: UInt64.self)) }
        var word: UInt64 = 0
        for k in 0..<bytes { word |= UInt64(from.load(fromByteOffset: k, as: UInt8.self)) << UInt64(56 - 8 * k) }
        return word
    }

    @inline(__always)
    private static func store(_ word: UInt64, _ to: UnsafeMutableRawPointer, bytes: Int) {
        if bytes >= 8 { return to.storeBytes(of: word.bigEndian, as: UInt64.self) }
        for k in 0..<bytes {
            to.storeBytes(of: UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * k)), toByteOffset: k, as: UInt8.self)
        }
    }
}
