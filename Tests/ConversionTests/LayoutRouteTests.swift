// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import ECC
import Flash
import PageLayout
import TestKit
import Testing

@Suite("From layout to layout")
struct LayoutRouteTests {
    /// Of every way to lie: in order, bit-packed, with swapped bytes, scrambled, of Hamming, BCH and Reed-Solomon.
    static let names = [
        "linux-bch4", "linux-bch8", "linux-hamming", "omap-bch4", "omap-bch8", "gpmi", "gpmi-t4", "qualcomm-bch4",
        "qualcomm-rs", "allwinner-t16-scrambled", "marvell-nfcv2", "broadcom-bch4", "jz4740", "mediatek-t12",
    ]

    @Test("worn pages come out right in the other layout", arguments: names.indices)
    func transcode(index: Int) throws {
        var random = SeededGenerator(seed: UInt64(index))
        let chip = try LayoutChip(Self.names[index], pageSize: 2048, &random)
        for shift in [1, 4, 9] {
            let other = Self.names[(index + shift) % Self.names.count]
            let target = try LayoutChip.plan(other, pageSize: 2048)
            let note: Comment = "\(chip.layout.name) to \(other)"
            var raw = try chip.raw()
            let flips = chip.wear(&raw, &random)
            let route = try LayoutRoute(
                LayoutChip.device(raw, chip.plan.geometry), layouts: chip.plan, target: target, keepsOOB: true,
                wishes: .init())
            let moved = try LayoutChip.rawPages(route.source)
            var account = Account()
            route.complete(&account)
            let ecc = try #require(account.ecc)
            #expect(ecc.correctedBits + ecc.erasedFlips == flips && ecc.uncorrectable == 0, note)
            #expect(account.isCorrected && account.count(.notEncoded) == 0, note)
            try expectBlankSteps(moved, chip, target, note)

            let tally = StepTally()
            let decoded = try Snapshot(
                DecodedSource(
                    LayoutChip.device(moved, target.geometry), plan: target, mode: .init(corrects: true), tally: tally))
            #expect(decoded.pages.map(\.data) == chip.data, note)
            #expect(tally.totals.correctedBits + tally.totals.uncorrectable == 0, note)
            #expect(account.count(.oobUnplaced) == lostOOB(decoded, chip, target, note), note)
        }
    }

    /// What was never programmed stays as an erase leaves it.
    private func expectBlankSteps(
        _ raw: [[UInt8]?], _ chip: LayoutChip, _ target: LayoutPlan, _ note: Comment
    ) throws {
        let layout = try #require(target.codecs.first).layout
        #expect(raw.indices.filter { raw[$0] == nil } == chip.pages.indices.filter { chip.pages[$0] == nil }, note)
        for number in LayoutChip.halves {
            let page = try #require(raw[number])
            let data = chip.data[number]
            let parents = LayoutChip.dataRanges(chip.layout)
            for (step, own) in zip(layout.steps, LayoutChip.dataRanges(layout)) {
                let wasErased = parents.filter { $0.overlaps(own) }.allSatisfy { data[$0].allSatisfy { $0 == 0xFF } }
                let zeros = step.ranges.reduce(0) { zeros, range in
                    zeros + (range.start..<range.end).count { page[$0 / 8] & layout.order.mask($0) == 0 }
                }
                #expect(zeros == 0 || !wasErased, "\(note) page \(number)")
            }
        }
    }

    /// Free bytes that found no room; the others are in their places.
    private func lostOOB(_ decoded: Snapshot, _ chip: LayoutChip, _ target: LayoutPlan, _ note: Comment) -> Int {
        guard let layout = target.codecs.first?.layout else { return -1 }
        let (from, to) = (LayoutChip.freeBytes(chip.layout), LayoutChip.freeBytes(layout))
        var lost = 0
        for (page, got) in zip(chip.pages, decoded.pages) {
            guard let page else { continue }
            let sent = from.map { page.oob[$0] }
            let arrived = to.map { got.oob[$0] }
            let room = min(sent.count, arrived.count)
            #expect(arrived.prefix(room) == sent.prefix(room), note)
            #expect(arrived.dropFirst(room).allSatisfy { $0 == 0xFF }, note)
            lost += sent.dropFirst(room).count { $0 != 0xFF }
        }
        return lost
    }

    @Test("clean pages that stay in their layout stay as they are", arguments: names)
    func identity(name: String) throws {
        var random = SeededGenerator(seed: 99)
        let chip = try LayoutChip(name, pageSize: 2048, &random)
        let raw = try chip.raw()
        let route = try LayoutRoute(
            LayoutChip.device(raw, chip.plan.geometry), layouts: chip.plan, target: chip.plan, keepsOOB: true,
            wishes: .init())
        #expect(try LayoutChip.rawPages(route.source) == raw)
    }

    @Test("worn pages that stay in their layout become what was written", arguments: names)
    func refresh(name: String) throws {
        var random = SeededGenerator(seed: 98)
        let chip = try LayoutChip(name, pageSize: 2048, &random)
        let clean = try chip.raw()
        var raw = clean
        _ = chip.wear(&raw, &random)
        let route = try LayoutRoute(
            LayoutChip.device(raw, chip.plan.geometry), layouts: chip.plan, target: chip.plan, keepsOOB: true,
            wishes: .init())
        #expect(try LayoutChip.rawPages(route.source) == clean)
    }
}
