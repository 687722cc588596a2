// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

/// A page with one step that ECC cannot correct, and others that it can.
@Suite("What becomes of uncorrectable pages")
struct OnErrorTests {
    static let names = [
        "linux-bch8", "linux-hamming", "gpmi", "qualcomm-bch4", "allwinner-t16-scrambled", "marvell-nfcv2", "jz4740",
    ]

    /// The first of the second block.
    private static let page = 4

    /// The chip, its raw pages, and the bytes of the page's data that are lost.
    private func ruined(_ name: String) throws -> (chip: LayoutChip, device: MemoryDevice, lost: Set<Int>) {
        var random = SeededGenerator(seed: 17)
        let chip = try LayoutChip(name, pageSize: 2048, &random)
        var raw = try chip.raw()
        _ = chip.wear(&raw, &random)
        let clean = try #require(try chip.raw()[Self.page])
        raw[Self.page] = clean
        let index = chip.layout.steps.count - 1
        let strength = chip.layout.code.strength
        chip.flip(&raw[Self.page], chip.layout.steps[index], strength == 1 ? 2 : strength * 4, &random)
        if index > 0 { chip.flip(&raw[Self.page], chip.layout.steps[0], strength, &random) }
        return (chip, LayoutChip.device(raw, chip.plan.geometry), chip.dataBytes(of: chip.layout.steps[index]))
    }

    private func convert(
        _ name: String, _ onError: ConversionOptions.OnError, to target: LayoutPlan? = nil
    ) throws -> (chip: LayoutChip, pages: [[UInt8]], lost: Set<Int>, account: Account) {
        let (chip, device, lost) = try ruined(name)
        let route = try LayoutRoute(
            device, layouts: chip.plan, target: target, keepsOOB: target != nil, wishes: .init(onError: onError))
        let written = WrittenImage(as: FormatSpec(target == nil ? "raw" : "raw-oob"))
        let size = target?.geometry.rawPageSize ?? chip.layout.pageSize
        var account = try written.fill(
            from: route.source, chipOOBSize: chip.layout.oobSize, options: ConversionOptions(onError: onError))
        route.complete(&account)
        #expect(account.ecc?.uncorrectable == 1 && account.ecc?.uncorrectablePages == 1)
        let bytes = written.main.bytes
        let pages = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        return (chip, pages, lost, account)
    }

    @Test("stop: the conversion fails and says where", arguments: names)
    func stop(name: String) throws {
        let error = try #require(throws: FlashError.self) { try convert(name, .stop) }
        #expect(error.code == .uncorrectable && error.page == PageNumber(Self.page))
        #expect(error.message.hasPrefix("block 1 page 0"))
        #expect(error.hint?.contains("--on-error") == true)
    }

    @Test("raw: the bits of the step stay as they are, all others are right", arguments: names)
    func raw(name: String) throws {
        let (chip, pages, lost, account) = try convert(name, .raw)
        expectRight(pages, chip, but: lost)
        #expect(lost.contains { pages[Self.page][$0] != chip.data[Self.page][$0] })
        #expect(account.count(.uncorrectable) == 1 && account.strictViolations.map(\.kind).contains(.uncorrectable))
        #expect(account.hasLosses)
    }

    @Test("zero: the data of the step is 0, all others are right", arguments: names)
    func zero(name: String) throws {
        let (chip, pages, lost, account) = try convert(name, .zero)
        expectRight(pages, chip, but: lost)
        #expect(lost.allSatisfy { pages[Self.page][$0] == 0 })
        #expect(account.count(.uncorrectable) == 1 && account.hasLosses)
    }

    @Test("skip: the page is one that the source does not hold", arguments: names)
    func skip(name: String) throws {
        let (chip, pages, _, account) = try convert(name, .skip)
        expectRight(pages, chip, but: Set(0..<chip.layout.pageSize))
        #expect(pages[Self.page].allSatisfy { $0 == 0xFF })
        #expect(account.count(.uncorrectableSkipped) == 1 && account.count(.missingAsErased) == 1)
        #expect(account.hasLosses)
    }

    /// No parity may call wrong bits good; zeros are data of their own.
    @Test("another layout gets no parity for wrong bits, and parity for zeros", arguments: names)
    func transcode(name: String) throws {
        let target = try LayoutChip.plan("omap-bch8", pageSize: 2048)
        for (wish, uncorrectable) in [(ConversionOptions.OnError.raw, 1), (.zero, 0)] {
            let (_, pages, _, account) = try convert(name, wish, to: target)
            #expect(account.count(.notEncoded) == uncorrectable)
            let device = LayoutChip.device(
                pages.map { $0.allSatisfy { $0 == 0xFF } ? nil : $0 }, target.geometry)
            let tally = StepTally()
            _ = try Snapshot(DecodedSource(device, plan: target, mode: .init(corrects: true), tally: tally))
            #expect(tally.totals.uncorrectablePages == uncorrectable, "\(name) \(wish)")
        }
    }

    private func expectRight(_ pages: [[UInt8]], _ chip: LayoutChip, but lost: Set<Int>) {
        for (number, page) in pages.enumerated() {
            let right = chip.data[number]
            let wrong = right.indices.filter { page[$0] != right[$0] }
            #expect(number == Self.page ? lost.isSuperset(of: wrong) : wrong.isEmpty, "page \(number)")
        }
    }
}
