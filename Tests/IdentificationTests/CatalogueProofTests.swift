// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

@testable import Identification

/// "Done when" of the issue: the right layout is proved for at least 99 of 100 dumps, a wrong one never.
@Suite("Every layout of the catalogue is proved from its bytes")
struct CatalogueProofTests {
    /// A layout that can be proved, at one page size.
    struct Sample: CustomStringConvertible, Sendable {
        let layout: PageLayout
        var description: String { "\(layout.name) \(layout.pageSize)+\(layout.oobSize)" }
    }

    /// Every layout at every page size; where time matters, one layout in sixteen at one.
    static let samples: [Sample] = {
        guard let catalogue = IdentifierTests.catalogue else { return [] }
        let all = catalogue.templates.flatMap { template -> [Sample] in
            let shapes = Thoroughness.isFull ? template.shapes[...] : template.shapes.prefix(1)
            return shapes.compactMap { shape in
                guard let layout = try? template.layout(for: shape), layout.code.isKnown else { return nil }
                return Sample(layout: layout)
            }
        }
        return Thoroughness.isFull ? all : stride(from: 0, to: all.count, by: 16).map { all[$0] }
    }()

    static func dump(_ layout: PageLayout, seed: UInt64, errors: Int) throws -> TestKit.SyntheticDump {
        let pages = 32
        let least = try hasTwin(layout) ? 160 : 8
        var plan = try TestKit.SyntheticDump.Plan(
            layout, pagesPerBlock: pages, blocks: max(least, (6 << 20) / layout.rawPageSize / pages), seed: seed)
        plan.errorsPerMillion = errors
        return try TestKit.SyntheticDump(plan)
    }

    /// Whether the sectors of a larger or smaller page look alike: then only half-written blocks, of which there have to
    /// be ten, tell the size.
    static func hasTwin(_ layout: PageLayout) throws -> Bool {
        let template = try #require(IdentifierTests.catalogue?.template(named: layout.name))
        return try template.shapes.contains { shape in
            guard shape.pageSize != layout.pageSize else { return false }
            let twin = try template.layout(for: shape)
            let count = min(twin.steps.count, layout.steps.count)
            guard max(twin.rawPageSize, layout.rawPageSize) % min(twin.rawPageSize, layout.rawPageSize) == 0
            else { return false }
            return twin.steps.prefix(count).map(\.parity) == layout.steps.prefix(count).map(\.parity)
        }
    }

    /// Whether a proved layout reads a dump as the one it was made with does.
    static func isRight(_ proved: IdentificationReport.Candidate, _ layout: PageLayout) -> Bool {
        guard let found = proved.layout else { return false }
        let isNamed = found.name == layout.name || proved.indistinguishable.contains(layout.name)
        return isNamed && found.data == layout.data && found.pageSize == layout.pageSize
            && found.oobSize == layout.oobSize
    }

    @Test("the right one, and never a wrong one")
    func all() throws {
        let catalogue = try #require(IdentifierTests.catalogue)
        let identifier = Identifier(catalogue: catalogue, effort: .quick)
        var (right, wrong, nothing) = (0, [String](), [String]())
        for (number, sample) in Self.samples.enumerated() {
            // Wrong bits in a million, another number for each page size of a layout.
            let errors = [0, 20, 5, 50][Thoroughness.isFull ? number % 4 : 0]
            let dump = try Self.dump(sample.layout, seed: UInt64(number * 16), errors: errors)
            let report = try identifier.identify(MemorySource(dump.bytes))
            guard let proved = report.proved else {
                nothing.append("\(sample), \(errors) errors")
                continue
            }
            if Self.isRight(proved, sample.layout) {
                right += 1
            } else {
                wrong.append(
                    "\(sample), \(errors) errors: \(proved.layout?.name ?? "none") of \(proved.geometry),"
                        + " or \(proved.indistinguishable)")
            }
        }
        print("right \(right), nothing \(nothing), wrong \(wrong)")
        #expect(wrong.isEmpty, "\(wrong)")
        #expect(right * 100 >= (right + wrong.count + nothing.count) * 99, "not proved: \(nothing)")
    }
}
