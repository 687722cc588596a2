// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

@testable import Identification

@Suite("Dumps without ECC prove nothing")
struct FalsePositiveTests {
    private func expectNothing(_ numbers: some Sequence<Int>, _ effort: Identifier.Effort) throws {
        let identifier = Identifier(catalogue: try #require(IdentifierTests.catalogue), effort: effort)
        for number in numbers {
            let dump = CodelessDump.all[number]
            let bytes = dump.bytes(seed: UInt64(number))
            let report = try identifier.identify(MemorySource(bytes))
            #expect(
                report.proved == nil,
                "\(number): \(dump): \(report.proved?.layout?.name ?? "") \(report.proved?.evidence ?? [])"
            )
        }
    }

    @Test("two hundred dumps, quick")
    func quick() throws {
        try expectNothing(CodelessDump.all.indices, .quick)
    }

    @Test("with recovery of unknown codes")
    func normal() throws {
        try expectNothing(Thoroughness.isFull ? Array(0..<200) : [0, 3, 7, 61, 92, 136, 149, 187], .normal)
    }

    @Test("sparse bytes that correct to zeros are no evidence, and a word counts once whatever its errors")
    func corrected() throws {
        let template = try #require(IdentifierTests.catalogue?.template(named: "allwinner-t56"))
        let layout = try template.layout(for: #require(template.shapes.first))
        let codec = try LayoutCodec(layout)
        var random = SeededGenerator(seed: 9)
        /// Changes six bytes of each step, at most 48 bits.
        func damaged(_ page: [UInt8]) throws -> [UInt8] {
            var page = page
            for step in layout.steps {
                let bytes = try #require(step.message.compactMap(\.range).first?.bytes)
                for _ in 0..<6 {
                    page[Int.random(in: bytes, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
                }
            }
            return page
        }
        var written = random.bytes(layout.rawPageSize)
        written.withUnsafeMutableBytes { raw in
            guard let raw = raw.baseAddress else { return }
            codec.encode(raw, LayoutCodec.Workspace(for: codec), setsPads: true) { _ in .encode }
        }
        var sparse = LayoutTrial(codec, decodes: true)
        var real = LayoutTrial(codec, decodes: true)
        for page in 0..<3 {
            sparse.add(Row(page: page, bytes: try damaged([UInt8](repeating: 0, count: layout.rawPageSize))))
            real.add(Row(page: page, bytes: try damaged(written)))
        }
        #expect(sparse.tested == 0 && sparse.matched == 0)
        #expect(real.tested == layout.steps.count && real.matched == layout.steps.count && real.pagesThere == 3)
        // A word that is real, and of no more than a few bits, is none either.
        var next = [UInt8](repeating: 0, count: layout.rawPageSize)
        let first = try #require(layout.steps[0].message.compactMap(\.range).first?.bytes.lowerBound)
        next.replaceSubrange(first..<first + 8, with: 1...8)
        next.withUnsafeMutableBytes { raw in
            guard let raw = raw.baseAddress else { return }
            codec.encode(raw, LayoutCodec.Workspace(for: codec), setsPads: true) { _ in .encode }
        }
        var near = LayoutTrial(codec, decodes: true)
        near.add(Row(page: 0, bytes: try damaged(next)))
        #expect(near.tested == 0)
    }

    @Test("no bytes, few bytes, less than a page")
    func small() throws {
        let identifier = Identifier(catalogue: try #require(IdentifierTests.catalogue), effort: .normal)
        var random = SeededGenerator(seed: 3)
        for count in [0, 1, 511, 512, 2111, 4224] {
            for bytes in [
                random.bytes(count), [UInt8](repeating: 0xFF, count: count), [UInt8](repeating: 0, count: count),
            ] {
                #expect(try identifier.identify(MemorySource(bytes)).proved == nil)
            }
        }
    }

    @Test("why nothing is proved is said")
    func remarks() throws {
        let identifier = Identifier(catalogue: try #require(IdentifierTests.catalogue), effort: .quick)
        let erased = try identifier.identify(MemorySource([UInt8](repeating: 0xFF, count: 1 << 18)))
        #expect(erased.remarks.contains { $0.contains("erased") })
        var random = SeededGenerator(seed: 4)
        let noise = try identifier.identify(MemorySource(random.bytes(1 << 20)))
        #expect(noise.remarks.contains { $0.contains("power of two") })
        #expect(noise.remarks.contains { $0.contains("encrypted") })
    }
}
