// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash
import PageLayout
import TestKit
import Testing

@Suite("The layout catalogue")
struct CatalogueTests {
    /// A layout under test, short in messages.
    struct Sample: CustomTestStringConvertible, Sendable {
        let layout: PageLayout
        var testDescription: String { "\(layout.name) \(layout.pageSize)+\(layout.oobSize)" }
    }

    static let layouts: [Sample] = {
        guard let catalogue = try? LayoutCatalogue.embedded() else { return [] }
        return catalogue.templates.flatMap { template in
            template.shapes.compactMap { try? Sample(layout: template.layout(for: $0)) }
        }
    }()

    /// Those with a known code, the smallest of each family: building codes is slow where nothing is optimised.
    static let codes: [Sample] = {
        var seen: Set<String> = []
        return layouts.filter { $0.layout.code.isKnown && seen.insert($0.layout.name).inserted }
    }()

    @Test("every file can be read, and gives a layout for each geometry that it names")
    func complete() throws {
        let catalogue = try LayoutCatalogue.embedded()
        #expect(!catalogue.templates.isEmpty)
        for template in catalogue.templates {
            for shape in template.shapes {
                let layout: PageLayout
                do {
                    layout = try template.layout(for: shape)
                } catch {
                    Issue.record("\(shape): \(error.message)")
                    continue
                }
                #expect(
                    !layout.title.isEmpty && !layout.source.isEmpty, "\(template.name) says what it is and who says so")
                #expect(layout.data.bitCount == shape.pageSize * 8)
                #expect(layout.oob.bitCount == shape.oobSize * 8)
                #expect(layout.fields.map(\.range).bitCount == shape.oobSize * 8, "\(layout.name) \(shape)")
            }
        }
    }

    @Test("a layout is a bijection: taking any page apart and putting it together changes nothing", arguments: layouts)
    func bijection(sample: Sample) throws {
        let layout = sample.layout
        let codec = try LayoutCodec(layout)
        var generator = SeededGenerator(seed: 3)
        for round in 0..<2 {
            let raw = (0..<layout.rawPageSize).map { _ in
                round == 1 ? 0xFF : UInt8.random(in: 0...255, using: &generator)
            }
            var data = [UInt8](repeating: 0xA5, count: layout.pageSize)
            var oob = [UInt8](repeating: 0xA5, count: layout.oobSize)
            raw.withUnsafeBytes { raw in
                data.withUnsafeMutableBytes { data in
                    oob.withUnsafeMutableBytes { oob in
                        codec.takeApart(raw.baseAddress!, data: data.baseAddress!, oob: oob.baseAddress!)
                    }
                }
            }
            var again = [UInt8](repeating: 0x5A, count: layout.rawPageSize)
            again.withUnsafeMutableBytes { again in
                data.withUnsafeBytes { data in
                    oob.withUnsafeBytes { oob in
                        codec.putTogether(data: data.baseAddress!, oob: oob.baseAddress!, again.baseAddress!)
                    }
                }
            }
            let same = again == raw
            #expect(same, "\(layout.name) \(layout.pageSize)+\(layout.oobSize)")
            guard layout.scrambler != nil else { continue }
            var scrambled = raw
            scrambled.withUnsafeMutableBytes {
                codec.scramble($0.baseAddress!, pageInBlock: round)
                codec.scramble($0.baseAddress!, pageInBlock: round)
            }
            let unchanged = scrambled == raw
            #expect(unchanged)
        }
    }

    @Test(
        "an encoded page is clean, and up to t wrong bits are put right",
        arguments: codes)
    func correction(sample: Sample) throws {
        let layout = sample.layout
        let codec = try LayoutCodec(layout)
        let workspace = LayoutCodec.Workspace(for: codec)
        var generator = SeededGenerator(seed: 4)
        var page = (0..<layout.rawPageSize).map { _ in UInt8.random(in: 0...255, using: &generator) }
        page.withUnsafeMutableBytes { raw in
            codec.encode(raw.baseAddress!, workspace, setsPads: true) { _ in .encode }
            #expect(codec.examine(raw.baseAddress!, workspace), "\(layout.name)")
        }
        var damaged = page
        for (i, step) in layout.steps.enumerated() {
            let count = Int.random(in: 0...(i == 0 ? layout.code.strength : 1), using: &generator)
            let bits =
                step.message.compactMap(\.range).flatMap { $0.start..<$0.end }
                + step.parity.flatMap { $0.start..<$0.end }
            for bit in bits.shuffled(using: &generator).prefix(count) {
                damaged[bit / 8] ^= layout.order.mask(bit)
            }
        }
        damaged.withUnsafeMutableBytes { raw in
            codec.correct(raw.baseAddress!, workspace)
            #expect(!workspace.outcomes.contains(.uncorrectable))
        }
        let restored = damaged == page
        #expect(restored, "\(layout.name) \(layout.pageSize)+\(layout.oobSize)")
    }

    @Test("an erased page is erased in every step, with flips too", arguments: codes)
    func erased(sample: Sample) throws {
        let layout = sample.layout
        let codec = try LayoutCodec(layout)
        let workspace = LayoutCodec.Workspace(for: codec)
        var page = [UInt8](repeating: 0xFF, count: layout.rawPageSize)
        page.withUnsafeBytes { _ = codec.examine($0.baseAddress!, workspace) }
        #expect(workspace.outcomes.allSatisfy { $0 == .erased(flips: 0) }, "\(layout.name)")
        guard let range = layout.steps[0].message.compactMap(\.range).first else { return }
        page[range.start / 8] ^= layout.order.mask(range.start)
        page.withUnsafeMutableBytes { _ = codec.correct($0.baseAddress!, workspace) }
        #expect(workspace.outcomes[0] == .erased(flips: 1), "\(layout.name)")
        let blank = page.allSatisfy { $0 == 0xFF }
        #expect(blank)
    }
}
