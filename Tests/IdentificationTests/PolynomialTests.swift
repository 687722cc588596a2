// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

@testable import Identification

@Suite("Divisors of polynomials")
struct PolynomialTests {
    private func random(_ degree: Int, _ generator: inout SeededGenerator) -> BinaryPolynomial {
        BinaryPolynomial(words: (0...degree / 64).map { _ in generator.next() })
    }

    @Test("the greatest common divisor is Euclid's, powers of x included")
    func divisor() {
        var generator = SeededGenerator(seed: 21)
        for round in 0..<60 {
            let factor = random(round * 9, &generator) * BinaryPolynomial(exponents: [round % 4])
            let (a, b) = (random(500, &generator) * factor, random(round * 5, &generator) * factor)
            var (x, y) = (a, b)
            while !y.isZero { (x, y) = (y, x.divided(by: y).remainder) }
            #expect(BinaryPolynomial.gcd(a, b) == x)
            #expect(BinaryPolynomial.oddGCD(a, b) == x.withoutPowersOfX)
            #expect(a % b == a.divided(by: b).remainder)
            #expect(BinaryPolynomial.gcd(a, .zero) == a && BinaryPolynomial.gcd(.zero, b) == b)
        }
    }

    @Test("squares are noticed")
    func squares() throws {
        let field = try GaloisField(m: 13, polynomial: 0x201b)
        let (a, b) = (field.minimalPolynomial(ofAlpha: 1), field.minimalPolynomial(ofAlpha: 3))
        #expect((a * b).isSquareFree)
        #expect(!(a * a * b).isSquareFree)
    }

    @Test("there are as many primitive polynomials as theory says", arguments: PrimitivePolynomials.degrees)
    func primitives(degree: Int) throws {
        let counts = [6, 6, 18, 16, 48, 60, 176, 144, 630, 756, 1800, 2048]
        let all = PrimitivePolynomials.all(degree: degree)
        #expect(all.count == counts[degree - 5])
        #expect(Set(all).count == all.count)
        for polynomial in all.prefix(8) + all.suffix(8) {
            #expect(throws: Never.self) { try GaloisField(m: degree, polynomial: polynomial) }
        }
    }

    @Test("a generator with other roots is a cyclic code, and one with none of a field is neither")
    func others() throws {
        let field = try GaloisField(m: 13, polynomial: 0x201b)
        let shifted = field.minimalPolynomial(ofAlpha: 3) * field.minimalPolynomial(ofAlpha: 7)
        #expect(GeneratorFactoring.code(of: shifted) == .cyclic(m: 13))
        let crc = BinaryPolynomial(words: [0x1_04C1_1DB7])
        #expect(GeneratorFactoring.code(of: crc) == .other)
        let narrow = BCHParameters(m: 10, polynomial: 0x409, strength: 5)
        #expect(GeneratorFactoring.code(of: narrow.generator(in: try narrow.field())) == .bch(narrow))
    }
}
