// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Random numbers that depend on a key and on nothing else: not on what was drawn before, nor by which thread.
///
/// The key is made of a seed, what happens, where, and how often it has happened there; so the same operations on the
/// same place meet the same faults on every machine. All arithmetic is of integers, or such as IEEE 754 defines to the
/// last bit.
struct CounterRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, fault: Int, address: Int, count: Int) {
        state = Self.mix(seed)
        for part in [fault, address, count] { state = Self.mix(state &+ Self.step ^ UInt64(bitPattern: Int64(part))) }
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mix(state)
    }

    /// In 0..<1, of 53 bits.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// In 0..<`bound`, which is more than 0.
    ///
    /// Not `Int.random`, whose way of drawing may change with the standard library.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// True with the chance `rate`.
    mutating func happens(_ rate: Double) -> Bool { rate >= 1 || unit() < rate }

    /// How many of `count` bits flip when each does with the chance `rate`.
    mutating func binomial(_ count: Int, _ rate: Double) -> Int {
        guard rate > 0, count > 0 else { return 0 }
        guard rate <= 0.25 else { return (0..<count).reduce(0) { sum, _ in happens(rate) ? sum + 1 : sum } }
        // Pieces in which the chance of no flip stays far above the smallest number.
        let most = 200 / rate
        let piece = most >= Double(count) ? count : max(64, Int(most))
        var (left, sum) = (count, 0)
        while left > 0 {
            sum += inverted(min(piece, left), rate)
            left -= piece
        }
        return sum
    }

    /// The chance that none of `count` bits flips; nil where ``binomial(_:_:)`` does not draw them all at once.
    static func chanceOfNone(_ count: Int, _ rate: Double) -> Double? {
        rate > 0.25 || 200 / rate < Double(count) ? nil : power(1 - rate, count)
    }

    /// A byte each bit of which is 1 with the chance `chance` / 256.
    mutating func mask(_ chance: Int) -> UInt8 {
        var words = next()
        var mask: UInt8 = 0
        // From the lowest bit of the chance to the highest, each halves what the ones before it gave.
        for bit in 0..<8 {
            let word = UInt8(truncatingIfNeeded: words)
            words >>= 8
            mask = chance >> bit & 1 == 1 ? mask | word : mask & word
        }
        return mask
    }

    /// By inversion: walks up the distribution until its sum passes a number drawn once.
    private mutating func inverted(_ count: Int, _ rate: Double) -> Int {
        var chance = Self.power(1 - rate, count)
        let odds = rate / (1 - rate)
        var (drawn, k) = (unit(), 0)
        while drawn >= chance, k < count {
            drawn -= chance
            k += 1
            chance *= odds * Double(count - k + 1) / Double(k)
        }
        return k
    }

    /// Not `pow`, whose last bit depends on the C library.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }

    /// Different places of `bits`, as many as `count`, in the order in which they were drawn.
    mutating func places(_ count: Int, of bits: Int) -> [Int] {
        let count = min(count, bits)
        // Dense: a shuffle; else what comes twice is drawn again.
        if count * 4 > bits {
            var all = Array(0..<bits)
            for i in 0..<count { all.swapAt(i, i + below(bits - i)) }
            return Array(all.prefix(count))
        }
        var seen = Set<Int>(minimumCapacity: count)
        var places: [Int] = []
        while places.count < count {
            let place = below(bits)
            if seen.insert(place).inserted { places.append(place) }
        }
        return places
    }
}
