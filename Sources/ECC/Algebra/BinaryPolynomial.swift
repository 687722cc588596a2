// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A polynomial over GF(2) of any degree.
public struct BinaryPolynomial: Hashable, Sendable {
    /// Coefficients, bit i of word w being that of x^(64w + i); no zero word at the end.
    public private(set) var words: [UInt64]

    /// - Parameter words: lowest coefficients first.
    public init(words: [UInt64]) {
        self.words = words
        trim()
    }

    public init(exponents: some Sequence<Int>) {
        words = []
        for e in exponents {
            while words.count <= e / 64 { words.append(0) }
            words[e / 64] ^= 1 << UInt64(e % 64)
        }
        trim()
    }

    /// From bits in the order of transmission: the first has the highest power, the last x^0.
    public init(bits: some Sequence<Bool>, count: Int) {
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
        var e = count - 1
        for bit in bits where e >= 0 {
            if bit { words[e / 64] |= 1 << UInt64(e % 64) }
            e -= 1
        }
        trim()
    }

    public static let zero = BinaryPolynomial(words: [])
    public static let one = BinaryPolynomial(words: [1])

    public var isZero: Bool { words.isEmpty }
    /// The highest power; -1 for 0.
    public var degree: Int {
        guard let top = words.last else { return -1 }
        return words.count * 64 - 1 - top.leadingZeroBitCount
    }

    /// The coefficient of x^exponent.
    public subscript(exponent: Int) -> Bool {
        guard exponent >= 0, exponent / 64 < words.count else { return false }
        return words[exponent / 64] >> UInt64(exponent % 64) & 1 == 1
    }

    private mutating func trim() {
        while words.last == 0 { words.removeLast() }
    }

    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.add(b, shiftedBy: 0)
        return sum
    }

    /// Adds `other` * x^shift.
    public mutating func add(_ other: Self, shiftedBy shift: Int) {
        guard !other.isZero else { return }
        let (skip, bits) = (shift / 64, UInt64(shift % 64))
        let needed = (other.degree + shift) / 64 + 1
        if words.count < needed { words += [UInt64](repeating: 0, count: needed - words.count) }
        words.withUnsafeMutableBufferPointer { to in
            other.words.withUnsafeBufferPointer { from in
                for i in from.indices {
                    to[skip + i] ^= from[i] << bits
                    if bits != 0, skip + i + 1 < needed { to[skip + i + 1] ^= from[i] >> (64 - bits) }
                }
            }
        }
        trim()
    }

    public static func * (a: Self, b: Self) -> Self {
        var product = Self.zero
        for e in 0...max(0, b.degree) where b[e] { product.add(a, shiftedBy: e) }
        return product
    }

    /// Quotient and remainder.
    ///
    /// - Parameter divisor: not 0; 0 leaves everything as remainder.
    public func divided(by divisor: Self) -> (quotient: Self, remainder: Self) {
        guard !divisor.isZero else { return (.zero, self) }
        var rest = self
        var quotient: [Int] = []
        let d = divisor.degree
        while rest.degree >= d {
            let shift = rest.degree - d
            quotient.append(shift)
            rest.add(divisor, shiftedBy: shift)
        }
        return (Self(exponents: quotient), rest)
    }
}

extension BinaryPolynomial: CustomStringConvertible {
    /// Hexadecimal, bit i being the coefficient of x^i: `0x201b`.
    public var description: String {
        guard let top = words.last else { return "0x0" }
        var text = "0x" + String(top, radix: 16)
        for word in words.dropLast().reversed() {
            let digits = String(word, radix: 16)
            text += String(repeating: "0", count: 16 - digits.count) + digits
        }
        return text
    }
}
