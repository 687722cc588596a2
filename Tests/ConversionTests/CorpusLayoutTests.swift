// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

/// Dumps that the kernel made, through the layouts that it used.
@Suite("The corpus through its layouts", .serialized)
struct CorpusLayoutTests {
    private static func layout(_ chip: CorpusChip) -> String {
        chip.name.contains("bch4")
            ? "linux-bch4" : chip.name.contains("512x16") ? "linux-hamming-small" : "linux-hamming"
    }

    private static func plan(_ name: String, _ geometry: Geometry) throws -> LayoutPlan {
        let template = try LayoutCatalogue.embedded().require(name)
        let shape = LayoutTemplate.Shape(pageSize: geometry.pageSize, oobSize: geometry.oobSize)
        return try LayoutPlan(try LayoutCodec(try template.layout(for: shape)), geometry: geometry)
    }

    /// Pages of both sources that differ, bad blocks and what `skip` names aside.
    private static func differences(
        _ a: any PageSource, _ b: any PageSource, dataOnly: Bool, skip: (PageNumber) -> Bool = { _ in false }
    ) throws -> [(page: PageNumber, states: (PageState, PageState), bits: Int)] {
        let geometry = a.geometry
        let count = geometry.pagesPerBlock
        let buffers = (0..<4).map { _ in PageBuffer(geometry: geometry, capacity: count) }
        var out: [(PageNumber, (PageState, PageState), Int)] = []
        for number in 0..<geometry.blockCount {
            let block = BlockNumber(number)
            if try a.isBad(block) || b.isBad(block) { continue }
            let pages = geometry.pages(of: block)
            try a.readAll(pages, into: buffers[0], using: buffers[2])
            try b.readAll(pages, into: buffers[1], using: buffers[3])
            for page in pages where !skip(page) {
                let one = PageRange(from: page, count: 1)
                func bits(_ x: UnsafeMutableRawBufferPointer, _ y: UnsafeMutableRawBufferPointer) -> Int {
                    zip(x, y).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
                }
                if Stretches.areEqual(buffers[0].data(of: one), buffers[1].data(of: one)),
                    dataOnly || Stretches.areEqual(buffers[0].oob(of: one), buffers[1].oob(of: one))
                {
                    continue
                }
                var wrong = bits(buffers[0].data(of: one), buffers[1].data(of: one))
                if !dataOnly { wrong += bits(buffers[0].oob(of: one), buffers[1].oob(of: one)) }
                out.append((page, (buffers[0].state(of: page), buffers[1].state(of: page)), wrong))
            }
        }
        return out
    }

    @Test("raw bits that we correct are the data that the kernel corrected, page by page")
    func correction() throws {
        try CorpusChip.forEach { chip in
            let kernel = try chip.open(chip.expand("oob-dumpbad.bin"), FormatSpec("raw-oob"))
            let raw = try chip.open(
                chip.expand("oob-noecc.bin"), FormatSpec("nanddump", ["bb": "skip", "bad": chip.bad.description]))
            #expect(raw.geometry == kernel.geometry)
            let tally = StepTally()
            let ours = DecodedSource(
                raw, plan: try Self.plan(Self.layout(chip), raw.geometry), mode: .init(corrects: true), tally: tally)
            let differing = try Self.differences(kernel, ours, dataOnly: true)
            let totals = tally.totals
            print(
                "\(chip.name): \(totals.correctedBits) bits corrected in \(totals.correctedSteps) steps,",
                "\(totals.uncorrectable) steps uncorrectable in \(totals.uncorrectablePages) pages; differing:",
                differing.map { "\($0.page) \($0.bits) bits (\($0.states.1))" })
            #expect(totals.correctedBits > 0)
            for page in differing { #expect(chip.gravePages.contains(page.page.rawValue), "\(chip.name) \(page)") }
            #expect(differing.count <= chip.gravePages.count)
        }
    }

    @Test("parity made again is the parity that the kernel wrote, byte for byte")
    func encoding() throws {
        try CorpusChip.forEach { chip in
            let raw = try chip.open(chip.expand("oob-dumpbad.bin"), FormatSpec("raw-oob"))
            let plan = try Self.plan(Self.layout(chip), raw.geometry)
            let tally = StepTally()
            let route = try LayoutRoute(
                raw, layouts: plan, target: plan, keepsOOB: true, wishes: .init(onError: .raw))
            let differing = try Self.differences(raw, route.source, dataOnly: false)
            let decoded = DecodedSource(raw, plan: plan, mode: .init(corrects: true), tally: tally)
            _ = try Self.differences(raw, decoded, dataOnly: true)
            print(
                "\(chip.name): \(differing.count) pages whose bits we put right,", differing.map(\.bits).reduce(0, +),
                "bits; ECC:", tally.totals.correctedBits + tally.totals.erasedFlips)
            // What we write differs from what was read only in the bits that ECC put right: those that nandsim
            // flipped in the parity, for the kernel gave the data corrected.
            #expect(differing.map(\.bits).reduce(0, +) == tally.totals.correctedBits + tally.totals.erasedFlips)
        }
    }

    @Test("data alone becomes the chip's own raw pages again")
    func fromData() throws {
        try CorpusChip.forEach { chip in
            let raw = try chip.open(chip.expand("oob-dumpbad.bin"), FormatSpec("raw-oob"))
            let plan = try Self.plan(Self.layout(chip), raw.geometry)
            try chip.convert(chip.expand("oob-dumpbad.bin"), FormatSpec("raw-oob"), to: "data", FormatSpec("raw"))
            let data = try chip.open(chip.path("data"), FormatSpec("raw"))
            let made = try EncodedSource(data, origin: .plain, target: plan)
            let layout = try #require(plan.codecs.first).layout
            // File systems keep things in the free bytes: without them only pages whose OOB is ECC alone can be equal.
            let differing = try Self.differences(raw, made, dataOnly: false)
            let tally = StepTally()
            let decoded = DecodedSource(raw, plan: plan, mode: .init(corrects: true), tally: tally)
            var free = 0
            let buffer = PageBuffer(geometry: raw.geometry, capacity: raw.geometry.pagesPerBlock)
            let piece = PageBuffer(geometry: raw.geometry, capacity: raw.geometry.pagesPerBlock)
            for page in differing {
                let one = PageRange(from: page.page, count: 1)
                try decoded.readAll(one, into: buffer, using: piece)
                let oob = buffer.oob(of: one)
                let used = layout.fields.filter { $0.kind == .free }.contains { field in
                    field.range.bytes.contains { oob[$0 - layout.pageSize] != 0xFF }
                }
                if used { free += 1 }
            }
            print("\(chip.name): \(differing.count) pages differ, \(free) of them with something in the free OOB")
            #expect(differing.count - free <= tally.totals.correctedSteps + tally.totals.uncorrectablePages)
        }
    }
}
