// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Testing

@Suite("BCH parameters")
struct BCHParametersTests {
    @Test(
        "the generator is the one that independent implementations give",
        arguments: [
            (13, 0x201b, 1, "0x201b"), (13, 0x201b, 2, "0x4d5154b"), (13, 0x201b, 4, "0x14523043ab86ab"),
            (13, 0x201b, 8, "0x115f914e07b0c138741c5c4fb23"), (14, 0x402b, 8, "0x192d612e23675eda463552df84609"),
            (14, 0x4443, 4, "0x14274b322a225b3"),
            (15, 0x8003, 16, "0x1464a5f88435b6ff6eb11fabf673f6ae2f02bf3ecbe322a13b6f3e9ee7741"),
        ])
    func generators(m: Int, polynomial: UInt32, strength: Int, expected: String) throws {
        let parameters = BCHParameters(m: m, polynomial: polynomial, strength: strength)
        #expect(parameters.generator(in: try parameters.field()).description == expected)
    }

    @Test(
        "numbers that make no code are refused",
        arguments: [(4, 0x13, 1), (17, 0x20009, 1), (13, 0x201b, 73), (5, 0x25, 16)])
    func impossible(m: Int, polynomial: UInt32, strength: Int) {
        #expect(throws: ECCError.self) { try BCHParameters(m: m, polynomial: polynomial, strength: strength).field() }
    }

    @Test("a polynomial that is not primitive is refused", arguments: [0x2001, 0x3fff, 0x201a, 0x1b, 0x402b])
    func notPrimitive(polynomial: UInt32) {
        #expect(throws: ECCError.self) { try GaloisField(m: 13, polynomial: polynomial) }
    }
}
