// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BinaryPolynomial {
    /// The remainder; by 0 it is `a` itself.
    public static func % (a: Self, b: Self) -> Self {
        let d = b.degree
        guard d >= 0, a.degree >= d else { return a }
        var rest = a.words
        rest.append(0)
        rest.withUnsafeMutableBufferPointer { rest in
            b.words.withUnsafeBufferPointer { divisor in
                var word = rest.count - 2
                var top = a.degree
                while true {
                    while word >= 0, rest[word] == 0 { word -= 1 }
                    guard word >= 0 else { break }
                    top = word &* 64 &+ 63 &- rest[word].leadingZeroBitCount
                    guard top >= d else { break }
                    let (skip, bits) = ((top &- d) >> 6, UInt64(truncatingIfNeeded: (top &- d) & 63))
                    for i in divisor.indices {
                        rest[skip &+ i] ^= divisor[i] &<< bits
                        if bits != 0 { rest[skip &+ i &+ 1] ^= divisor[i] &>> (64 &- bits) }
                    }
                }
            }
        }
        return Self(words: rest)
    }

    /// The greatest common divisor; 0 when both are 0.
    public static func gcd(_ a: Self, _ b: Self) -> Self {
        guard !a.isZero else { return b }
        guard !b.isZero else { return a }
        let common = min(a.lowestExponent, b.lowestExponent)
        let odd = oddGCD(a, b)
        guard common > 0 else { return odd }
        var result = Self.zero
        result.add(odd, shiftedBy: common)
        return result
    }

    /// The greatest common divisor without its powers of x; 0 when both are 0.
    ///
    /// A generator of a cyclic code has none, but pad bits after the parity add some to every difference.
    public static func oddGCD(_ a: Self, _ b: Self) -> Self {
        let (a, b) = (a.withoutPowersOfX, b.withoutPowersOfX)
        guard !a.isZero else { return b }
        guard !b.isZero else { return a }
        // One zero word above, so that a shift may read past the top.
        let capacity = max(a.words.count, b.words.count) + 1
        var first = a.words + [UInt64](repeating: 0, count: capacity - a.words.count)
        var second = b.words + [UInt64](repeating: 0, count: capacity - b.words.count)
        let inFirst = first.withUnsafeMutableBufferPointer { u in
            second.withUnsafeMutableBufferPointer { v in binaryGCD(u, v) }
        }
        return Self(words: inFirst ? first : second)
    }

    /// Stein's algorithm: the sum of two polynomials with constant term 1 is a multiple of x.
    ///
    /// - Returns: whether the result is in `u`; else it is in `v`.
    private static func binaryGCD(_ u: UnsafeMutableBufferPointer<UInt64>, _ v: UnsafeMutableBufferPointer<UInt64>)
        -> Bool
    {
        var (large, small) = (u, v)
        var (largeCount, smallCount) = (u.count - 1, v.count - 1)
        var largeIsFirst = true
        while largeCount > 0, large[largeCount - 1] == 0 { largeCount -= 1 }
        while smallCount > 0, small[smallCount - 1] == 0 { smallCount -= 1 }
        while true {
            if largeCount < smallCount
                || largeCount == smallCount && large[largeCount &- 1] < small[smallCount &- 1]
            {
                swap(&large, &small)
                swap(&largeCount, &smallCount)
                largeIsFirst.toggle()
            }
            var skip = 0
            while skip < largeCount, large[skip] == small[skip] { skip &+= 1 }
            // Equal: both are the divisor.
            guard skip < largeCount else { return largeIsFirst }
            var current = large[skip] ^ small[skip]
            let shift = UInt64(truncatingIfNeeded: current.trailingZeroBitCount)
            var i = 0
            while i &+ skip < largeCount {
                let next = large[i &+ skip &+ 1] ^ small[i &+ skip &+ 1]
                large[i] = current &>> shift | (next &<< (63 &- shift)) &<< 1
                current = next
                i &+= 1
            }
            while i < largeCount {
                large[i] = 0
                i &+= 1
            }
            while large[largeCount &- 1] == 0 { largeCount &-= 1 }
        }
    }

    /// The lowest power that occurs; 0 for 0.
    public var lowestExponent: Int {
        guard let word = words.firstIndex(where: { $0 != 0 }) else { return 0 }
        return word * 64 + words[word].trailingZeroBitCount
    }

    /// Divided by x as often as that leaves no remainder.
    public var withoutPowersOfX: Self {
        let low = lowestExponent
        guard low > 0 else { return self }
        let (skip, bits) = (low / 64, UInt64(low % 64))
        return Self(
            words: (skip..<words.count).map { i in
                let above = i + 1 < words.count && bits != 0 ? words[i + 1] << (64 - bits) : 0
                return words[i] >> bits | above
            })
    }

    /// Whether no factor occurs twice.
    public var isSquareFree: Bool {
        // The derivative keeps the odd powers, each lowered by one.
        let derivative = Self(words: words.map { $0 >> 1 & 0x5555_5555_5555_5555 })
        return degree < 1 || Self.gcd(self, derivative) == .one
    }
}
