// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC

/// Which code a generator polynomial makes.
public enum GeneratorFactoring {
    /// What is known of it.
    public enum Code: Hashable, Sendable {
        /// A narrow-sense BCH code: the generator is rebuilt from these numbers exactly.
        case bch(BCHParameters)
        /// None of those, but a code whose natural length divides 2^m - 1.
        case cyclic(m: Int)
        /// Neither: a CRC, or a code over a larger field.
        case other
    }

    /// Field orders in the order of how usual they are.
    static let orders = [13, 14, 15, 12, 16, 11, 10, 9, 8, 7, 6, 5]

    /// Names the code of `generator`.
    public static func code(of generator: BinaryPolynomial) -> Code {
        for m in orders {
            for polynomial in PrimitivePolynomials.all(degree: m) where vanishes(generator, modulo: polynomial, m) {
                if let found = bch(generator, m, polynomial) { return .bch(found) }
            }
        }
        for m in orders.sorted() where dividesFieldPolynomial(generator, m) { return .cyclic(m: m) }
        return .other
    }

    /// The BCH code of degree `degree` whose generator divides `multiple`: what is left when all data share a factor.
    static func code(dividing multiple: BinaryPolynomial, degree: Int) -> BCHParameters? {
        for m in orders {
            for polynomial in PrimitivePolynomials.all(degree: m) where vanishes(multiple, modulo: polynomial, m) {
                guard let field = try? GaloisField(m: m, polynomial: polynomial),
                    let strength = strength(multiple, field)
                else { continue }
                let parameters = BCHParameters(m: m, polynomial: polynomial, strength: strength)
                if parameters.generator(in: field).degree == degree { return parameters }
            }
        }
        return nil
    }

    private static func bch(_ generator: BinaryPolynomial, _ m: Int, _ polynomial: UInt32) -> BCHParameters? {
        guard let field = try? GaloisField(m: m, polynomial: polynomial), let strength = strength(generator, field)
        else { return nil }
        let parameters = BCHParameters(m: m, polynomial: polynomial, strength: strength)
        return parameters.generator(in: field) == generator ? parameters : nil
    }

    /// How many of alpha, alpha^3, alpha^5, ... are roots in a row; nil when that is no strength.
    private static func strength(_ generator: BinaryPolynomial, _ field: GaloisField) -> Int? {
        var strength = 0
        while 2 * strength + 1 < field.n, strength <= BCHParameters.strengths.upperBound,
            isRoot(generator, 2 * strength + 1, field)
        {
            strength += 1
        }
        return BCHParameters.strengths.contains(strength) ? strength : nil
    }

    /// Whether alpha^power is a root.
    static func isRoot(_ polynomial: BinaryPolynomial, _ power: Int, _ field: GaloisField) -> Bool {
        var value: UInt16 = 0
        var exponent = 0
        for word in polynomial.words {
            var rest = word
            while rest != 0 {
                let bit = rest.trailingZeroBitCount
                value ^= field.exp[(exponent + bit) % field.n * power % field.n]
                rest &= rest - 1
            }
            exponent += 64
        }
        return value == 0
    }

    /// Whether a polynomial of degree `m` divides.
    private static func vanishes(_ dividend: BinaryPolynomial, modulo polynomial: UInt32, _ m: Int) -> Bool {
        var rest: UInt32 = 0
        let top = UInt32(1) << UInt32(m)
        for word in dividend.words.reversed() {
            var bit: UInt64 = 64
            while bit > 0 {
                bit &-= 1
                rest = rest &<< 1 | UInt32(truncatingIfNeeded: word &>> bit & 1)
                if rest & top != 0 { rest ^= polynomial }
            }
        }
        return rest == 0
    }

    /// Whether it divides x^(2^m - 1) + 1.
    private static func dividesFieldPolynomial(_ generator: BinaryPolynomial, _ m: Int) -> Bool {
        guard generator.degree > 0 else { return false }
        // x^(2^m) = x modulo the generator.
        let x = BinaryPolynomial(words: [2]) % generator
        var power = x
        for _ in 0..<m { power = square(power) % generator }
        return power == x
    }

    private static func square(_ a: BinaryPolynomial) -> BinaryPolynomial {
        BinaryPolynomial(exponents: (0...max(0, a.degree)).filter { a[$0] }.map { 2 * $0 })
    }
}
