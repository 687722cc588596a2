// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

/// Three and a half million correctable words, a hundred thousand of each code:
/// `MUSEIMG_THOROUGH=1 swift test -c release -Xswiftc -enable-testing --filter BCHDecoder`
private let thorough = Thoroughness.isFull

/// Portable code, and bit matrices where the processor has them.
private let paths: [Acceleration] =
    Acceleration.detected.contains(.gfni) ? [.none, .gfni] : [.none]

/// The codes that controllers use, the ends of what museimg takes, and generators of less than m t bits.
private let families: [(m: Int, polynomial: UInt32, strength: Int, messageBits: Int?)] = [
    (5, 0x25, 1, nil), (5, 0x25, 2, nil), (5, 0x3d, 3, nil), (5, 0x25, 5, nil), (5, 0x25, 15, nil),
    (6, 0x43, 3, nil), (6, 0x43, 11, 7), (7, 0x83, 1, nil), (7, 0x89, 9, nil), (8, 0x11d, 4, 100),
    (8, 0x11d, 30, nil), (9, 0x211, 4, 256), (10, 0x409, 8, 512), (10, 0x409, 72, nil), (11, 0x805, 16, 1024),
    (12, 0x1053, 6, 2048), (13, 0x201b, 1, 4096), (13, 0x201b, 2, 4096), (13, 0x201b, 3, 4096),
    (13, 0x201b, 4, 4096), (13, 0x201b, 5, 4100), (13, 0x201b, 8, 4096), (13, 0x201b, 8, nil),
    (13, 0x201b, 12, 4096), (13, 0x201b, 16, 4176), (13, 0x201b, 17, 4096), (14, 0x402b, 8, 8192),
    (14, 0x4443, 24, 8192), (14, 0x402b, 40, 8192), (14, 0x402b, 72, 8225), (15, 0x8003, 16, 16384),
    (15, 0x8003, 60, 8192), (16, 0x1002d, 8, 32768), (16, 0x1002d, 72, 40000), (16, 0x1002d, 33, nil),
]

@Suite("BCHDecoder")
struct BCHDecoderTests {
    @Test("up to t errors anywhere in a word are found exactly", arguments: families.indices)
    func corrects(index: Int) throws {
        let family = families[index]
        let code = try NaiveCode(family.m, family.polynomial, family.strength, messageBits: family.messageBits)
        var random = SeededGenerator(seed: UInt64(index))
        let decoders = try paths.map { try TestDecoder(code, $0) }
        var wrong = 0
        for round in 0..<(thorough ? 100_000 : 100) {
            let most = min(code.parameters.strength, code.length)
            // Each number of errors comes up, the largest often.
            let count = round % 4 == 0 ? most : Int.random(in: 0...most, using: &random)
            let positions = code.randomPositions(count, &random)
            let difference = code.difference(positions)
            for decoder in decoders where decoder.locate(difference) != positions { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test("errors at both ends of the message and of the parity are found", arguments: families.indices)
    func edges(index: Int) throws {
        let family = families[index]
        let code = try NaiveCode(family.m, family.polynomial, family.strength, messageBits: family.messageBits)
        let edges = [0, 1, code.messageBits - 1, code.messageBits, code.length - 2, code.length - 1]
        for path in paths {
            let decoder = try TestDecoder(code, path)
            for subset in 1..<64 {
                let positions = Set(edges.indices.filter { subset >> $0 & 1 == 1 }.map { edges[$0] }).sorted()
                guard positions.count <= family.strength else { continue }
                #expect(decoder.locate(code.difference(positions)) == positions)
            }
        }
    }

    @Test(
        "more than t errors: what is claimed makes a code word, and all paths say the same", arguments: families.indices
    )
    func beyond(index: Int) throws {
        let family = families[index]
        let code = try NaiveCode(family.m, family.polynomial, family.strength, messageBits: family.messageBits)
        var random = SeededGenerator(seed: 1000 + UInt64(index))
        let decoders = try paths.map { try TestDecoder(code, $0) }
        var wrong = 0
        for round in 0..<(thorough ? 100_000 : 100) {
            let count = min(code.length, family.strength + 1 + round % 4)
            let difference =
                round % 2 == 0
                ? code.difference(code.randomPositions(count, &random)) : code.randomDifference(&random)
            let answers = decoders.map { $0.locate(difference) }
            for answer in answers {
                if answer != answers[0] { wrong += 1 }
                guard let answer else { continue }
                let distinct = Set(answer).count == answer.count && answer.count <= family.strength
                if !distinct || code.difference(answer) != difference { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test(
        "every difference of a small code gets the answer that a list of all patterns gives",
        arguments: [
            (5, 0x25, 1, 26), (5, 0x25, 2, 21), (5, 0x25, 2, 9), (5, 0x3d, 3, 16), (5, 0x25, 3, 7), (6, 0x43, 1, 57),
            (6, 0x43, 2, 51), (6, 0x61, 2, 20), (6, 0x43, 3, 45), (5, 0x25, 5, 11), (5, 0x25, 4, 8),
        ])
    func exhaustive(m: Int, polynomial: UInt32, strength: Int, messageBits: Int) throws {
        let code = try NaiveCode(m, polynomial, strength, messageBits: messageBits)
        let r = code.parityBits
        // A debug build takes a sample of the larger ones.
        let step = thorough || r <= 12 ? 1 : (1 << (r - 12)) - 1
        var patterns: [UInt64: [Int]] = [0: []]
        var list: [[Int]] = [[]]
        for _ in 0..<strength {
            var longer: [[Int]] = []
            for pattern in list {
                for p in ((pattern.last ?? -1) + 1)..<max(code.length, (pattern.last ?? -1) + 1) {
                    longer.append(pattern + [p])
                }
            }
            list = longer
            for pattern in list { patterns[code.difference(pattern)[0]] = pattern }
        }
        var wrong = 0
        for path in paths {
            let decoder = try TestDecoder(code, path)
            for value in stride(from: 0, to: 1 << r, by: step) {
                let difference = UInt64(value) << UInt64(64 - r)
                if decoder.locate([difference]) != patterns[difference] { wrong += 1 }
            }
            for (difference, pattern) in patterns.prefix(thorough ? .max : 2000)
            where decoder.locate([difference]) != pattern { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test(
        "random words are near a code word as often as the code allows",
        arguments: [(1, 4096), (2, 4096), (3, 4096), (4, 4096), (4, 8192 - 53)])
    func rate(strength: Int, messageBits: Int) throws {
        let code = try NaiveCode(13, 0x201b, strength, messageBits: messageBits)
        var random = SeededGenerator(seed: UInt64(strength))
        let decoder = try TestDecoder(code, .detected)
        let words = thorough ? 5_000_000 : 20_000
        var accepted = 0
        for _ in 0..<words where decoder.locate(code.randomDifference(&random)) != nil { accepted += 1 }
        let expected = code.shareOfCorrectable * Double(words)
        print("t=\(strength), \(messageBits) bits: \(accepted) of \(words) words accepted, \(Int(expected)) expected")
        #expect(abs(Double(accepted) - expected) < 5 * expected.squareRoot())
    }

    @Test("no code, or a message that does not fit, is refused")
    func refused() {
        let small = BCHParameters(m: 5, polynomial: 0x25, strength: 2)
        for bits in [-1, 0, 22, 1 << 40] {
            #expect(throws: ECCError.self) { try BCHDecoder(small, messageBits: bits) }
        }
        #expect(throws: ECCError.self) {
            try BCHDecoder(BCHParameters(m: 13, polynomial: 0x2001, strength: 2), messageBits: 512)
        }
        #expect(throws: ECCError.self) {
            try BCHDecoder(BCHParameters(m: 5, polynomial: 0x25, strength: 16), messageBits: 1)
        }
    }
}
