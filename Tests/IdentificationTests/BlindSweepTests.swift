// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

@testable import Identification

/// "Done when" of the issue: with its layout out of the catalogue, the exact generator of every BCH layout comes out.
@Suite("Every BCH layout of the catalogue is recovered without it")
struct BlindSweepTests {
    /// Every layout at every page size; where time matters, one in six and one of each kind that is hard to find.
    static let samples: [CatalogueProofTests.Sample] = {
        guard let catalogue = IdentifierTests.catalogue else { return [] }
        // Parity that ends amid a byte; bytes between that are not covered; odd lengths; two bytes left out.
        let hard = ["arasan-t4", "mediatek-t4", "marvell-nfcv2-12bit-4k", "qualcomm-bch4-x16", "gpmi-t4"]
        return catalogue.templates.enumerated().flatMap { number, template -> [CatalogueProofTests.Sample] in
            let isTaken = Thoroughness.isFull || number % 6 == 0 || hard.contains(template.name)
            let shapes = Thoroughness.isFull ? template.shapes[...] : template.shapes.prefix(1)
            return !isTaken
                ? []
                : shapes.compactMap { shape in
                    guard let layout = try? template.layout(for: shape), case .bch = layout.code else { return nil }
                    return hasKeys(layout) ? nil : CatalogueProofTests.Sample(layout: layout)
                }
        }
    }()

    /// Whether pages have different keys. One key for all of them is a mask, and cannot be told from one.
    private static func hasKeys(_ layout: PageLayout) -> Bool { (layout.scrambler?.seeds.count ?? 1) > 1 }

    /// The same of those whose scrambler has a key for each place in a block.
    static let scrambled: [CatalogueProofTests.Sample] = {
        guard let catalogue = IdentifierTests.catalogue else { return [] }
        let all = catalogue.templates.compactMap { template -> CatalogueProofTests.Sample? in
            guard let shape = template.shapes.first, let layout = try? template.layout(for: shape),
                case .bch = layout.code, hasKeys(layout)
            else { return nil }
            return CatalogueProofTests.Sample(layout: layout)
        }
        return Thoroughness.isFull ? all : stride(from: 0, to: all.count, by: 5).map { all[$0] }
    }()

    /// Pages without errors that are no copies, from all over a dump; with `isVaried` only those of many values.
    private func sample(_ layout: PageLayout, seed: UInt64, limit: Int, isVaried: Bool) throws -> PageSample {
        let dump = try CatalogueProofTests.dump(layout, seed: seed, errors: 0)
        let size = layout.rawPageSize
        let count = dump.bytes.count / size
        var pages: [[UInt8]] = []
        var seen = Set<[UInt8]>()
        for number in 0..<count where pages.count < limit {
            // A prime step visits every page, neighbours far apart.
            let start = number * 10_007 % count * size
            let page = Array(dump.bytes[start..<start + size])
            let head = page.prefix(256)
            let isTelling = isVaried ? Set(head).count > 128 : head.contains { $0 != page[0] }
            if isTelling, seen.insert(page).inserted { pages.append(page) }
        }
        return try #require(
            PageSample(pages: pages, pageSize: layout.pageSize, oobSize: layout.oobSize))
    }

    private func missed(limit: Int, isVaried: Bool) throws -> [String] {
        try Self.samples.enumerated().compactMap { number, sample in
            let pages = try self.sample(sample.layout, seed: UInt64(number + 1), limit: limit, isVaried: isVaried)
            guard case .bch(let expected, _) = sample.layout.code else { return nil }
            guard let found = BlindRecovery.run(pages).first else { return "\(sample): nothing" }
            guard case .bch(expected, _) = found.code, found.evidence.log2Chance < Evidence.proof else {
                return "\(sample): \(found.code)"
            }
            return nil
        }
    }

    @Test("the exact generator, from pages of all kinds")
    func generators() throws {
        let missed = try missed(limit: 64, isVaried: false)
        #expect(missed.isEmpty, "\(missed.count) of \(Self.samples.count): \(missed)")
        #expect(Self.samples.count >= (Thoroughness.isFull ? 900 : 20))
    }

    @Test("nine clean distinct steps are enough")
    func nine() throws {
        let missed = try missed(limit: 9, isVaried: true)
        #expect(missed.isEmpty, "\(missed.count) of \(Self.samples.count): \(missed)")
    }

    @Test("an identification proves the layout, or says what it found of it, and never another")
    func layouts() throws {
        let identifier = Identifier(catalogue: LayoutCatalogue([]), effort: .normal)
        for (number, sample) in Self.samples.enumerated() {
            let layout = sample.layout
            let dump = try CatalogueProofTests.dump(layout, seed: UInt64(number + 1), errors: 0)
            let report = try identifier.identify(
                MemorySource(dump.bytes),
                hint: .init(pageSize: layout.pageSize, oobSize: layout.oobSize, pagesPerBlock: 32))
            guard let found = report.proved?.layout else {
                #expect(report.remarks.contains { $0.contains("BCH") }, "\(sample): \(report.remarks)")
                continue
            }
            // A word of nothing but free OOB was never written (Marvell).
            let written = layout.steps.filter { step in
                step.message.contains { if case .data = $0 { true } else { false } }
            }
            #expect(found.steps.count == written.count, "\(sample)")
            for (step, expected) in zip(found.steps, written) {
                #expect(step.parity == expected.parity, "\(sample)")
            }
        }
    }

    @Test("under an unknown scrambler the code is told, and that there is a key")
    func keyed() throws {
        let identifier = Identifier(catalogue: LayoutCatalogue([]), effort: .normal)
        for (number, sample) in Self.scrambled.enumerated() {
            let layout = sample.layout
            guard case .bch(let expected, _) = layout.code else { continue }
            let dump = try CatalogueProofTests.dump(layout, seed: UInt64(number + 1), errors: 0)
            let report = try identifier.identify(
                MemorySource(dump.bytes),
                hint: .init(pageSize: layout.pageSize, oobSize: layout.oobSize, pagesPerBlock: 32))
            #expect(report.proved == nil, "\(sample)")
            let code =
                "BCH m=\(expected.m) t=\(expected.strength) 0x\(String(expected.polynomial, radix: 16))"
            #expect(
                report.remarks.contains { $0.contains(code) && $0.contains("scrambler") },
                "\(sample): \(report.remarks)")
        }
        #expect(!Self.scrambled.isEmpty)
    }
}
