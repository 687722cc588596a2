// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The numbers that make a narrow-sense binary BCH code.
///
/// Its generator is the product of the distinct minimal polynomials of alpha, alpha^3, ... alpha^(2t-1).
public struct BCHParameters: Hashable, Sendable {
    /// Order of the field GF(2^m).
    public var m: Int
    /// Primitive polynomial of the field, including its top bit.
    public var polynomial: UInt32
    /// Bits that the code corrects in a step (t).
    public var strength: Int

    public init(m: Int, polynomial: UInt32, strength: Int) {
        self.m = m
        self.polynomial = polynomial
        self.strength = strength
    }

    /// Field orders that codes are built for.
    public static let orders = 5...16
    /// Strengths that codes are built for.
    public static let strengths = 1...72

    /// The polynomial that Linux uses when none is named (`lib/bch.c`, `bch_init`); nil for other orders.
    public static func defaultPolynomial(m: Int) -> UInt32? {
        let known: [UInt32] = [
            0x25, 0x43, 0x83, 0x11d, 0x211, 0x409, 0x805, 0x1053, 0x201b, 0x402b, 0x8003,
        ]
        return (5...15).contains(m) ? known[m - 5] : nil
    }

    /// - Throws: ``ECCError`` unless such a code exists.
    public func field() throws(ECCError) -> GaloisField {
        guard Self.orders.contains(m) else {
            throw ECCError(.impossibleCode, "BCH with m=\(m): m has to be 5 to 16")
        }
        guard Self.strengths.contains(strength), 2 * strength - 1 < (1 << m) - 1 else {
            throw ECCError(.impossibleCode, "BCH with m=\(m) cannot have t=\(strength)")
        }
        return try GaloisField(m: m, polynomial: polynomial)
    }

    /// The generator polynomial; its degree is the number of parity bits.
    public func generator(in field: GaloisField) -> BinaryPolynomial {
        var product = BinaryPolynomial.one
        var seen = Set<Int>()
        for power in stride(from: 1, to: 2 * strength, by: 2) {
            var leader = power
            var i = power * 2 % field.n
            while i != power {
                leader = min(leader, i)
                i = i * 2 % field.n
            }
            if seen.insert(leader).inserted { product = product * field.minimalPolynomial(ofAlpha: power) }
        }
        return product
    }
}
