// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout
import TestKit
import Testing

@testable import Identification

@Suite("Blind recovery")
struct BlindRecoveryTests {
    private func expect(_ layout: SyntheticLayout, in dump: SyntheticDump, _ effort: BlindRecovery.Effort) throws {
        let found = try #require(BlindRecovery.run(dump.sample(), effort: effort).first, "\(layout.name)")
        #expect(found.code == .bch(layout.parameters, layout.named ?? layout.form))
        #expect(found.steps.count == layout.steps.count)
        for (step, expected) in zip(found.steps, layout.steps) {
            #expect(step.parity.start == expected.parity)
            #expect(step.message == expected.message.joined() && step.gap == 0)
        }
        #expect(found.evidence.log2Chance < -40)
    }

    @Test("clean pages give code, form and all places", arguments: SyntheticLayout.all)
    func clean(layout: SyntheticLayout) throws {
        try expect(layout, in: layout.dump(pages: 24, seed: 5), .quick)
    }

    @Test("so do pages with two wrong bits in 100 000", arguments: SyntheticLayout.all)
    func worn(layout: SyntheticLayout) throws {
        try expect(layout, in: layout.dump(pages: 48, seed: 6, errorsPerMillion: 20), .quick)
    }

    @Test("a code over a polynomial that is in no list is found by its divisor")
    func unlisted() throws {
        let layout = SyntheticLayout.unlisted
        try expect(layout, in: layout.dump(pages: 24, seed: 7), .quick)
    }

    /// Dumps without any code.
    private static let empty: [(String, @Sendable (inout SeededGenerator, Int) -> [UInt8])] = [
        ("random", { random, _ in random.bytes(2112) }),
        ("random with blank OOB", { random, _ in random.bytes(2048) + [UInt8](repeating: 0xFF, count: 64) }),
        ("constant", { _, number in [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 2112) }),
        (
            "counters",
            { _, number in
                (0..<528).flatMap { i in (0..<4).map { UInt8(truncatingIfNeeded: (i + number * 528) >> ($0 * 8)) } }
            }
        ),
        (
            "one counter a page",
            { _, number in (0..<528).flatMap { _ in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } } }
        ),
        (
            "text",
            { random, _ in
                let words = ["the ", "quick ", "brown ", "fox ", "jumps ", "over ", "lazy ", "dogs\n"]
                var text: [UInt8] = []
                while text.count < 2112 { text += Array(words[Int.random(in: 0..<8, using: &random)].utf8) }
                return Array(text.prefix(2112))
            }
        ),
        (
            "sparse",
            { random, number in
                var page = [UInt8](repeating: 0, count: 2112)
                for _ in 0..<4 {
                    page[Int.random(in: 0..<2112, using: &random)] = UInt8(truncatingIfNeeded: number | 1)
                }
                return page
            }
        ),
        (
            "a sum of bytes in the OOB",
            { random, _ in
                let data = random.bytes(2048)
                let sum = data.reduce(UInt32(0)) { $0 &+ UInt32($1) }
                return data + (0..<16).flatMap { _ in (0..<4).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) } }
            }
        ),
    ]

    @Test("data without a code prove nothing", arguments: 0..<8)
    func nothing(kind: Int) throws {
        var random = SeededGenerator(seed: 100 + UInt64(kind))
        var dump = SyntheticDump(pageSize: 2048, oobSize: 64)
        for number in 0..<24 { dump.pages.append(Self.empty[kind].1(&random, number)) }
        #expect(BlindRecovery.run(try dump.sample(), effort: .quick).isEmpty, "\(Self.empty[kind].0)")
    }

    @Test("few pages, one page many times, no OOB: nothing, and no crash")
    func degenerate() throws {
        var random = SeededGenerator(seed: 9)
        let page = random.bytes(2112)
        for pages in [[], [page], [[UInt8]](repeating: page, count: 64)] {
            let dump = SyntheticDump(pageSize: 2048, oobSize: 64, pages: pages)
            #expect(BlindRecovery.run(try dump.sample()).isEmpty)
        }
        let small = SyntheticDump(pageSize: 16, oobSize: 2, pages: (0..<64).map { _ in random.bytes(18) })
        #expect(BlindRecovery.run(try small.sample()).isEmpty)
        let bare = SyntheticDump(pageSize: 2048, oobSize: 0, pages: (0..<20).map { _ in random.bytes(2048) })
        #expect(BlindRecovery.run(try bare.sample()).isEmpty)
        #expect(PageSample(bytes: page, pageSize: 0, oobSize: 0) == nil)
        #expect(PageSample(bytes: page, pageSize: .max, oobSize: .max) == nil)
    }
}
