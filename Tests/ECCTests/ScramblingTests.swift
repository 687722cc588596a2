// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

@Suite("Scramblers")
struct ScramblingTests {
    @Test("keys are those of U-Boot's image builder")
    func vectors() throws {
        for vector in try ECCVectors.group("sunxi-lfsr").vectors {
            let digits = try #require(vector["seed"]?.text).dropFirst(2)
            let seed = try #require(UInt32(digits, radix: 16))
            let key = try #require(ECCVectors.bytes(hex: vector["keystream"]?.text))
            #expect(ShiftRegister.prbs15.key(seed: seed, count: key.count) == key)
        }
    }

    @Test("the table of Allwinner's seeds is the published one")
    func seeds() {
        let bytes = AllwinnerSeeds.pages.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(
            ECCVectors.digest(bytes) == "5af420e141511e1abad4953f4ad3f940fb474bdca73f8ce86a495e1c7738572c")
        #expect(AllwinnerSeeds.seed(page: 129, pagesPerBlock: 256) == 0x0bd0)
        #expect(AllwinnerSeeds.seed(page: 66, pagesPerBlock: 64) == 0x5ca3)
        #expect(AllwinnerSeeds.seed(page: 5, pagesPerBlock: 0) == 0x2b75)
    }

    /// Measured on a dump: how far into the sequence of page 0 the key of a page begins, in bytes.
    @Test(
        "MediaTek's pages begin where a dump has them",
        arguments: [(1, 5693), (2, 28321), (21, 1675), (22, 23915), (23, 2149), (31, 23505), (62, 23635), (63, 3500)])
    func mediaTek(page: Int, offset: Int) {
        let sequence = ShiftRegister.prbs15.key(seed: MediaTekSeeds.seed(page: 0), count: 32767 + 64)
        let key = ShiftRegister.prbs15.key(seed: MediaTekSeeds.seed(page: page + 128), count: 64)
        #expect(Array(sequence[offset..<offset + 64]) == key)
    }

    @Test("a key is what single steps make", arguments: [8, 7, 3])
    func definition(stepsPerByte: Int) throws {
        for (width, taps): (Int, UInt32) in [(8, 0b1_1101), (15, 3), (16, 0x100b), (31, 9), (32, 0x8020_0003)] {
            let register = try ShiftRegister(width: width, taps: taps, discarded: 5, stepsPerByte: stepsPerByte)
            var bits = (0..<width).map { 0x6d5a_93c7 >> $0 & 1 as UInt64 }
            for i in 0..<5 + stepsPerByte * 200 {
                bits.append((0..<width).reduce(0) { taps >> UInt32($1) & 1 == 1 ? $0 ^ bits[i + $1] : $0 })
            }
            let expected = (0..<200).map { byte in
                (0..<8).reduce(0) { $0 | UInt8(bits[5 + byte * stepsPerByte + $1]) << UInt8($1) }
            }
            #expect(register.key(seed: 0x6d5a_93c7, count: 200) == expected)
        }
    }

    @Test("registers run backwards", arguments: [0x2b75, 0x4a80, 1, 0x7fff])
    func backwards(state: UInt32) {
        #expect(ShiftRegister.prbs15.previous(ShiftRegister.prbs15.next(state)) == state)
        #expect(ShiftRegister.prbs15.next(ShiftRegister.prbs15.previous(state)) == state)
    }

    @Test("two known bytes of the key give the seed of each page")
    func recovery() {
        for seed in AllwinnerSeeds.pages {
            let key = ShiftRegister.prbs15.key(seed: UInt32(seed), count: 64)
            #expect(ShiftRegister.prbs15.seed(key: key.prefix(2)) == UInt32(seed))
            #expect(ShiftRegister.prbs15.seed(key: key) == UInt32(seed))
            var wrong = key
            wrong[40] ^= 1
            #expect(ShiftRegister.prbs15.seed(key: wrong) == nil)
        }
        #expect(ShiftRegister.prbs15.seed(key: [0xcf]) == nil)
    }

    @Test("a key proves its register")
    func complexity() throws {
        let key = ShiftRegister.prbs15.key(seed: 0x2b75, count: 16)
        let found = LinearComplexity(bytes: key)
        #expect(found.length == 15 && found.surplus == 98)
        #expect(found.connection == BinaryPolynomial(exponents: [0, 14, 15]))
        let wide = try ShiftRegister(width: 31, taps: 9)
        #expect(LinearComplexity(bytes: wide.key(seed: 12345, count: 32)).length == 31)
        // A key whose bytes lie further apart comes from a register too.
        let sparse = try ShiftRegister(width: 15, taps: 3, stepsPerByte: 16)
        #expect(LinearComplexity(bytes: sparse.key(seed: 7, count: 40)).length > 32)
    }

    @Test("no register stands out of random, constant or empty bits")
    func noComplexity() {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<200 { #expect(abs(LinearComplexity(bytes: random.bytes(32)).surplus) < 24) }
        #expect(LinearComplexity(bytes: [0, 0]).length == 0)
        #expect(LinearComplexity(bytes: [255, 255]).length == 1)
        #expect(LinearComplexity([]).length == 0)
        #expect(LinearComplexity([false, false, true]).length == 3)
    }

    @Test("numbers that make no register are refused")
    func impossible() {
        #expect(throws: ECCError.self) { try ShiftRegister(width: 7, taps: 3) }
        #expect(throws: ECCError.self) { try ShiftRegister(width: 33, taps: 3) }
        #expect(throws: ECCError.self) { try ShiftRegister(width: 15, taps: 2) }
        #expect(throws: ECCError.self) { try ShiftRegister(width: 15, taps: 0x8001) }
        #expect(throws: ECCError.self) { try ShiftRegister(width: 15, taps: 3, discarded: -1) }
        #expect(throws: ECCError.self) { try ShiftRegister(width: 15, taps: 3, stepsPerByte: 0) }
    }
}
