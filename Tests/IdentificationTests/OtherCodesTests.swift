// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout
import TestKit
import Testing

@testable import Identification

@Suite("Codes other than BCH, and scramblers")
struct OtherCodesTests {
    @Test(
        "Hamming parities are found bit by bit",
        arguments: [
            (HammingVariant.standard, 256, 40), (.smartMedia, 256, 40), (.standard, 512, 2), (.omap, 512, 2),
            (.davinci, 512, 6), (.wii, 512, 8),
        ])
    func hamming(variant: HammingVariant, step: Int, start: Int) throws {
        var random = SeededGenerator(seed: 11)
        var dump = SyntheticDump(pageSize: 2048, oobSize: 64)
        for number in 0..<80 {
            var page = random.bytes(2048) + [UInt8](repeating: 0xFF, count: 64)
            for index in 0..<2048 / step {
                let parity = Self.parity(Array(page[index * step..<(index + 1) * step]), variant)
                page.replaceSubrange(
                    2048 + start + index * parity.count..<2048 + start + (index + 1) * parity.count, with: parity)
            }
            // A few pages have an error.
            if number % 20 == 3 { page[number * 7] ^= 8 }
            dump.pages.append(page)
        }
        let found = try #require(HammingSearch.search(dump.sample()))
        #expect(found.code.step == step)
        #expect(found.code.variant == variant)
        #expect(found.code.bits.count == 2048 / step)
        #expect(found.evidence.log2Chance < -100)
        let run = try #require(BlindRecovery.run(dump.sample(), effort: .quick).first)
        #expect(run.code == .hamming(found.code, variant))
    }

    /// Parities straight from their definition.
    private static func parity(_ data: [UInt8], _ variant: HammingVariant) -> [UInt8] {
        // The sum of the addresses of all ones has each odd parity; with the number of ones it has the even one too.
        var (addresses, ones) = (0, 0)
        for (place, byte) in data.enumerated() {
            for bit in 0..<8 where byte >> UInt8(bit) & 1 == 1 {
                addresses ^= place * 8 + bit
                ones += 1
            }
        }
        var out = [UInt8](repeating: 0, count: variant.parityBytes)
        for address in 0..<data.count.trailingZeroBitCount + 3 {
            let odd = addresses >> address & 1
            for (side, value) in [(false, odd ^ ones & 1), (true, odd)] where value == 1 {
                let position = variant.position(address: address, odd: side)
                out[position / 8] |= 1 << UInt8(position % 8)
            }
        }
        return variant.isInverted ? out.map { ~$0 } : out
    }

    @Test(
        "Reed-Solomon codes are found by their roots",
        arguments: [
            (ReedSolomonParameters.qualcomm, 516), (.kirkwood, 512), (.jz4740, 512),
            (
                ReedSolomonParameters(m: 10, polynomial: 0x409, firstRoot: 510, roots: 4), 512
            ),
        ])
    func reedSolomon(parameters: ReedSolomonParameters, message: Int) throws {
        let code = try ReedSolomonCode(parameters, messageBytes: message)
        var random = SeededGenerator(seed: 12)
        var dump = SyntheticDump(pageSize: message, oobSize: parameters.parityBytes)
        for number in 0..<16 {
            let data = random.bytes(message)
            var parity = [UInt8](repeating: 0, count: parameters.parityBytes)
            code.encode(message: data, parity: &parity)
            var page = data + parity
            if number % 5 == 4 { page[number] ^= 1 }
            dump.pages.append(page)
        }
        let shape = WordShape(
            message: [BitRange(byte: 0, bytes: message)],
            parity: BitRange(byte: message, bytes: parameters.parityBytes), order: .lsb)
        let found = try #require(ReedSolomonSearch.search(dump.sample(), shape))
        var expected = parameters
        expected.erasedAsFF = false
        #expect(found.parameters == expected)
        #expect(found.evidence.matches == 13)
        for i in dump.pages.indices { dump.pages[i][message] = UInt8(i) &* 77 }
        #expect(ReedSolomonSearch.search(try dump.sample(), shape) == nil)
    }

    @Test("relations of bits show where message and parity lie")
    func rank() throws {
        let code = try SyntheticCode(8, 0x11d, 2)
        var random = SeededGenerator(seed: 13)
        var dump = SyntheticDump(pageSize: 16, oobSize: 8)
        for _ in 0..<260 {
            var page = random.bytes(16) + [0xFF, 0xFF] + random.bytes(1) + [0, 0, 0x55, 0x55, 0x55]
            code.encode(&page, message: [BitRange(byte: 2, bytes: 14), BitRange(byte: 18, bytes: 1)], parityAt: 19 * 8)
            dump.pages.append(page)
        }
        let found = try RankMethod.relations(dump.sample(), BitRange(byte: 0, bytes: 24))
        #expect(found.parity == Array(19 * 8..<21 * 8))
        #expect(found.message == Array(16..<128) + Array(144..<152))
        #expect(found.constant == Array(128..<144) + Array(168..<192))
        #expect((0.3...0.7).contains(found.density))
        #expect(throws: RankMethod.Refusal.self) {
            try RankMethod.relations(
                SyntheticDump(pageSize: 16, oobSize: 8, pages: Array(dump.pages.prefix(100))).sample(),
                BitRange(byte: 0, bytes: 24))
        }
    }

    @Test("rank method: large samples are refused, random bits are independent")
    func rankRefuses() throws {
        var random = SeededGenerator(seed: 14)
        let pages = (0..<120).map { _ in random.bytes(8) }
        let small = SyntheticDump(pageSize: 6, oobSize: 2, pages: pages)
        #expect(throws: RankMethod.Refusal.independent) {
            try RankMethod.relations(small.sample(), BitRange(start: 0, count: 64))
        }
        let large = try #require(PageSample(bytes: random.bytes(65536 * 64), pageSize: 60000, oobSize: 5536))
        #expect(throws: RankMethod.Refusal.self) {
            try RankMethod.relations(large, BitRange(byte: 0, bytes: 65536))
        }
        #expect(throws: RankMethod.Refusal.self) { try RankMethod.relations(large, BitRange(start: -1, count: 9)) }
    }

    @Test("a scrambler's key is the majority of the pages with one index, and a short register makes it")
    func scrambler() throws {
        var random = SeededGenerator(seed: 15)
        let keys = [0x2b75, 0x0bd0, 0x5ca3, 0x62d1].map { ShiftRegister.prbs15.key(seed: $0, count: 528) }
        var dump = SyntheticDump(pageSize: 512, oobSize: 16)
        var indexes: [Int] = []
        for number in 0..<160 {
            let data = number % 8 < 3 ? random.bytes(528) : [UInt8](repeating: 0, count: 500) + random.bytes(28)
            dump.pages.append(zip(data, keys[number % 4]).map { $0 ^ $1 })
            indexes.append(number % 4)
        }
        let found = try #require(ScramblerTest.run(dump.sample(), pageIndexes: indexes))
        #expect(found.keys.count == 4)
        #expect(found.keys.allSatisfy { $0.register?.length == 15 && $0.isShiftRegister })
        #expect(found.evidence.log2Chance < -100)
        // The same without a scrambler, and random pages.
        for plain in [true, false] {
            dump.pages = dump.pages.enumerated().map { number, page in
                plain ? zip(page, keys[number % 4]).map { $0 ^ $1 } : random.bytes(528)
            }
            #expect(ScramblerTest.run(try dump.sample(), pageIndexes: indexes) == nil)
        }
    }
}
