// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// G(x) = g(x) * x^s, the generator shifted up until its degree is a whole number of 64-bit words.
///
/// A remainder modulo G of a message times x^(64 * words) is the parity followed by s zero bits. Values below G are
/// `count` words, the highest powers first.
struct BCHModulus {
    /// Words of a remainder: ceil(deg g / 64).
    let count: Int
    /// G - x^(64 * count).
    let low: [UInt64]
    /// floor(x^(64 * count + 64) / G) - x^64, for an exact Barrett step.
    let inverse: UInt64
    /// The bits of the last word that belong to the parity.
    let lastMask: UInt64

    init(_ generator: BinaryPolynomial) {
        let bits = generator.degree
        count = (bits + 63) / 64
        let shift = count * 64 - bits
        lastMask = ~0 << UInt64(shift)
        var low = [UInt64](repeating: 0, count: count)
        for exponent in 0..<bits where generator[exponent] {
            let place = exponent + shift
            low[count - 1 - place / 64] |= 1 << UInt64(place % 64)
        }
        self.low = low
        var rest = low
        var inverse: UInt64 = 0
        for _ in 0..<64 { inverse = inverse << 1 | Self.double(&rest, low) }
        self.inverse = inverse
    }

    /// Multiplies by x, reduces, and returns the bit that went over the top.
    @discardableResult
    private static func double(_ value: inout [UInt64], _ low: [UInt64]) -> UInt64 {
        let over = value[0] >> 63
        let mask = 0 &- over
        for j in value.indices {
            let next = j + 1 < value.count ? value[j + 1] >> 63 : 0
            value[j] = (value[j] << 1 | next) ^ (low[j] & mask)
        }
        return over
    }

    /// x^(64 * count + e) mod G for e in 0..<64.
    func powers() -> [[UInt64]] {
        var value = low
        return (0..<64).map { _ in
            defer { Self.double(&value, low) }
            return value
        }
    }
}
