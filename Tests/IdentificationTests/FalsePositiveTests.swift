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
    /// What a page's bytes may be where no controller wrote parity.
    enum Content: CaseIterable, Sendable {
        case random, text, constant, constantPages, counter, zerosWithBlankOOB, repeatedPage, sparse, code, mirrored
    }

    static func bytes(_ content: Content, page: Int, oob: Int, pages: Int, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let raw = page + oob
        let blank = [UInt8](repeating: 0xFF, count: oob)
        let words = ["void ", "int ", "return ", "0; ", "struct ", "page ", "{\n", "}\n"].map { Array($0.utf8) }
        func text(_ count: Int) -> [UInt8] {
            var text: [UInt8] = []
            while text.count < count { text += words[Int.random(in: 0..<8, using: &random)] }
            return Array(text.prefix(count))
        }
        let one = random.bytes(raw)
        let constant = UInt8.random(in: 0...255, using: &random)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw * pages)
        for number in 0..<pages {
            switch content {
            case .random: bytes += random.bytes(raw)
            case .text: bytes += text(page) + blank
            case .constant: bytes += [UInt8](repeating: constant, count: raw)
            case .constantPages: bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: page) + blank
            case .counter:
                bytes += (0..<raw).map { UInt8(truncatingIfNeeded: (number * raw + $0) >> (($0 % 4) * 8)) }
            case .zerosWithBlankOOB:
                bytes += [UInt8](repeating: 0, count: page) + blank
            case .repeatedPage: bytes += one
            case .sparse:
                var sparse = [UInt8](repeating: 0, count: raw)
                for _ in 0..<8 {
                    sparse[Int.random(in: 0..<raw, using: &random)] = UInt8.random(in: 1...255, using: &random)
                }
                bytes += sparse
            case .code: bytes += text(page / 2) + random.bytes(page / 2) + [UInt8](repeating: 0, count: oob)
            case .mirrored:
                let half = random.bytes(page / 2)
                bytes += half + half + random.bytes(2) + blank.dropFirst(2)
            }
        }
        return bytes
    }

    /// Two hundred dumps of ten kinds, in several sizes and periods.
    static let cases: [(content: Content, page: Int, oob: Int, pages: Int)] = (0..<200).map { number in
        let shapes = [(512, 16), (2048, 64), (2048, 128), (4096, 224), (2048, 0)]
        let (page, oob) = shapes[number / 10 % shapes.count]
        return (
            Content.allCases[number % 10], page, oob, max(16, (number / 50 + 1) * (96 << 10) / (page + oob))
        )
    }

    private func expectNothing(_ numbers: some Sequence<Int>, _ effort: Identifier.Effort) throws {
        let identifier = Identifier(catalogue: try #require(IdentifierTests.catalogue), effort: effort)
        for number in numbers {
            let (content, page, oob, pages) = Self.cases[number]
            let bytes = Self.bytes(content, page: page, oob: oob, pages: pages, seed: UInt64(number))
            let report = try identifier.identify(MemorySource(bytes))
            #expect(
                report.proved == nil,
                "\(number): \(content) \(page)+\(oob): \(report.proved?.layout?.name ?? "") \(report.proved?.evidence ?? [])"
            )
        }
    }

    @Test("200 dumps, quick") func quick() throws { try expectNothing(0..<200, .quick) }

    @Test("with recovery of unknown codes")
    func normal() throws {
        try expectNothing(CatalogueProofTests.isThorough ? Array(0..<200) : [0, 61, 92, 136, 187, 149], .normal)
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
