// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout
import TestKit
import Testing

@testable import Identification

/// One engine of those that dumps come from: its code, and how many bytes a step has.
struct Engine: CustomTestStringConvertible, Sendable {
    var name: String
    var m: Int
    var polynomial: UInt32
    var strength: Int
    var form: BCHForm
    var message: Int

    var testDescription: String { name }

    init(_ name: String, _ m: Int, _ polynomial: UInt32, _ strength: Int, _ form: BCHForm, _ message: Int) {
        self.name = name
        self.m = m
        self.polynomial = polynomial
        self.strength = strength
        self.form = form
        self.message = message
    }

    static let inverted = BCHForm(order: .lsb, invertsMessage: true, invertsParity: true)
    static let all: [Engine] = [
        Engine("kernel t4", 13, 0x201b, 4, BCHForm(mask: .erased), 512),
        Engine("kernel t8", 13, 0x201b, 8, BCHForm(mask: .erased), 512),
        Engine("kernel t24/1024", 14, 0x402b, 24, BCHForm(mask: .erased), 1024),
        Engine("OMAP t16", 13, 0x201b, 16, BCHForm(), 512),
        Engine("GPMI t14", 13, 0x201b, 14, BCHForm(order: .lsb), 522),
        Engine("Qualcomm t8", 13, 0x201b, 8, BCHForm(), 516),
        Engine("Marvell t16", 15, 0x8003, 16, BCHForm(order: .nibble), 2080),
        Engine("Broadcom t8", 14, 0x5803, 8, BCHForm(), 521),
        Engine("Broadcom v4 t4", 13, 0x201b, 4, BCHForm(), 521),
        Engine("Allwinner t40", 14, 0x5803, 40, BCHForm(order: .lsb), 1028),
        Engine("PMECC t8", 13, 0x201b, 8, BCHForm(order: .lsb, mask: .erased), 512),
        Engine("PMECC t24/1024", 14, 0x4443, 24, BCHForm(order: .lsb), 1024),
        Engine("MediaTek t12", 13, 0x201b, 12, BCHForm(order: .lsb), 520),
        Engine("Meson t8", 14, 0x402b, 8, BCHForm(invertsMessage: true, invertsParity: true), 514),
        Engine("HiSilicon t16", 14, 0x4443, 16, inverted, 1028),
        Engine("DiskOnChip G3 t4", 14, 0x4443, 4, BCHForm(order: .lsb), 520),
        Engine("Xbox t2", 13, 0x201b, 2, inverted, 522),
    ]

    /// `words` pages that are a message and its parity, and their shape.
    func words(_ words: Int, seed: UInt64) throws -> (SyntheticDump, WordShape) {
        let code = try SyntheticCode(m, polynomial, strength, form)
        let parityBytes = (code.parityBits + 7) / 8
        var random = SeededGenerator(seed: seed)
        var dump = SyntheticDump(pageSize: message, oobSize: parityBytes)
        for _ in 0..<words {
            var page = random.bytes(message) + [UInt8](repeating: 0xFF, count: parityBytes)
            code.encode(&page, message: [BitRange(byte: 0, bytes: message)], parityAt: message * 8)
            dump.pages.append(page)
        }
        let shape = WordShape(
            message: [BitRange(byte: 0, bytes: message)], parity: BitRange(byte: message, bytes: parityBytes),
            order: form.order)
        return (dump, shape)
    }
}

@Suite("Unknown generators")
struct GeneratorTests {
    @Test("nine clean steps give the exact generator of every engine", arguments: Engine.all)
    func nine(engine: Engine) throws {
        let (dump, shape) = try engine.words(9, seed: 1)
        let found = try #require(GeneratorSearch.search(dump.sample(), shape))
        let expected = BCHParameters(m: engine.m, polynomial: engine.polynomial, strength: engine.strength)
        #expect(found.generator == expected.generator(in: try expected.field()))
        #expect(GeneratorFactoring.code(of: found.generator) == .bch(expected))
        #expect(found.parity.count == found.generator.degree)
        #expect(found.evidence.log2Chance < -40)
        // In a wrong order there is none.
        var wrong = shape
        wrong.order = shape.order == .msb ? .lsb : .msb
        #expect(GeneratorSearch.search(try dump.sample(), wrong) == nil)
    }

    @Test("nine clean steps among as many with errors give it too", arguments: Engine.all.prefix(4))
    func dirty(engine: Engine) throws {
        var (dump, shape) = try engine.words(18, seed: 2)
        for i in stride(from: 0, to: 18, by: 2) { dump.pages[i][i * 7 + 3] ^= 0x10 }
        let found = try #require(GeneratorSearch.search(dump.sample(), shape))
        let expected = BCHParameters(m: engine.m, polynomial: engine.polynomial, strength: engine.strength)
        #expect(found.generator == expected.generator(in: try expected.field()))
        #expect(found.evidence.matches == 9)
    }

    @Test("a majority of syndromes finds the code and its form where three of four steps have errors")
    func majority() throws {
        for engine in [Engine.all[1], Engine.all[3]] {
            var (dump, shape) = try engine.words(48, seed: 3)
            for i in 0..<48 where i % 4 != 0 { dump.pages[i][i * 5] ^= 0x21 }
            let found = try #require(SyndromeMajority.search(dump.sample(), shape))
            #expect(
                found.parameters == BCHParameters(m: engine.m, polynomial: engine.polynomial, strength: engine.strength)
            )
            #expect(found.form == engine.form)
            #expect(found.evidence.matches == 12)
        }
    }

    @Test("eight steps are not enough")
    func eight() throws {
        let (dump, shape) = try Engine.all[0].words(8, seed: 4)
        #expect(GeneratorSearch.search(try dump.sample(), shape) == nil)
    }
}
