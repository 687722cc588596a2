// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The shortest linear feedback shift register that makes a sequence of bits (Berlekamp-Massey).
public struct LinearComplexity: Hashable, Sendable {
    /// How many bits were looked at.
    public let bits: Int
    /// Length of the register.
    public let length: Int
    /// Its connection polynomial: with coefficient 1 at x^k, bit i sums bit i - k; the constant term is 1.
    public let connection: BinaryPolynomial

    /// The time it takes grows with the square of the number of bits.
    public init(_ sequence: some Sequence<Bool>) {
        let s = Array(sequence)
        var current = [Bool](repeating: false, count: s.count + 1)
        current[0] = true
        var before = current
        var (length, shift) = (0, 1)
        for i in s.indices {
            var discrepancy = s[i]
            for k in 0..<length where current[k + 1] && s[i - k - 1] { discrepancy.toggle() }
            guard discrepancy else {
                shift += 1
                continue
            }
            let saved = current
            for k in shift..<max(shift, current.count) where before[k - shift] { current[k].toggle() }
            if 2 * length <= i {
                (length, before, shift) = (i + 1 - length, saved, 1)
            } else {
                shift += 1
            }
        }
        bits = s.count
        self.length = length
        connection = BinaryPolynomial(exponents: current.indices.filter { current[$0] })
    }

    /// Of the bits of bytes, the lowest of each first.
    public init(bytes: some Sequence<UInt8>) {
        self.init(bytes.lazy.flatMap { byte in (0..<8).lazy.map { byte >> UInt8($0) & 1 == 1 } })
    }

    /// Bits that the register foretells beyond those that any sequence needs: random bits have so many with a chance of
    /// about 2^-surplus.
    public var surplus: Int { bits - 2 * length }
}
