// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout
import TestKit
import Testing

@testable import Identification

@Suite("Identification of dumps")
struct IdentifierTests {
    static let catalogue: LayoutCatalogue? = try? LayoutCatalogue.embedded()

    private func dump(_ name: String, _ page: Int, _ oob: Int, ppb: Int = 64, blocks: Int = 12, seed: UInt64 = 1) throws
        -> TestKit.SyntheticDump
    {
        let catalogue = try #require(Self.catalogue)
        let layout = try catalogue.require(name).layout(for: .init(pageSize: page, oobSize: oob))
        return try TestKit.SyntheticDump(.init(layout, pagesPerBlock: ppb, blocks: blocks, seed: seed))
    }

    @Test("a dump of 2048+64 with software BCH is proved with its geometry")
    func linux() throws {
        let dump = try dump("linux-bch4", 2048, 64)
        let report = try Identifier(catalogue: #require(Self.catalogue), effort: .quick).identify(
            MemorySource(dump.bytes))
        for candidate in report.candidates {
            print(
                candidate.geometry, candidate.layout?.name ?? "none", candidate.evidence.map(\.text),
                candidate.indistinguishable)
        }
        print(report.remarks, report.notTried)
        let proved = try #require(report.proved)
        #expect(proved.layout?.name == "linux-bch4")
        #expect(proved.geometry.description == "2048+64x64x12")
    }
}
