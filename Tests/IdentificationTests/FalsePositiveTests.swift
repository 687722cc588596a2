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

    @Test("two hundred dumps; where time matters, one of each kind and size")
    func quick() throws {
        let step = CatalogueProofTests.isThorough ? 1 : 9
        try expectNothing(stride(from: 0, to: CodelessDump.all.count, by: step), .quick)
    }

    @Test("with recovery of unknown codes")
    func normal() throws {
        try expectNothing(CatalogueProofTests.isThorough ? Array(0..<200) : [3], .normal)
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
