// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout
import TestKit
import Testing

@testable import Identification

@Suite("Blind recovery on the kernel's dumps")
struct CorpusTests {
    /// At most 192 written pages from all over the chip.
    private func sample(_ name: String, _ pageSize: Int, _ oobSize: Int) throws -> PageSample? {
        guard let bytes = try Fixture.corpus(name) else { return nil }
        let raw = pageSize + oobSize
        let written = stride(from: 0, through: bytes.count - raw, by: raw).filter { start in
            bytes[start..<start + 64].contains { $0 != bytes[start] }
        }
        let pages = stride(from: 0, to: written.count, by: max(1, written.count / 192)).map { index in
            Array(bytes[written[index]..<written[index] + raw])
        }
        return PageSample(pages: pages, pageSize: pageSize, oobSize: oobSize)
    }

    @Test("software BCH over UBIFS, with bit flips")
    func bch() throws {
        guard let sample = try sample("ubifs-2048x64-bch4/oob-noecc.bin.zst", 2048, 64) else { return }
        let found = try #require(BlindRecovery.run(sample, effort: .quick).first)
        #expect(
            found.code
                == .bch(BCHParameters(m: 13, polynomial: 0x201b, strength: 4), BCHForm(order: .msb, mask: .erased)))
        #expect(found.steps.map(\.parity.start) == [2084, 2091, 2098, 2105].map { $0 * 8 })
        #expect(found.padBits == 4)
    }

    @Test(
        "software Hamming over UBIFS and JFFS2, with bit flips",
        arguments: [("ubifs-2048x64-hamming", 2048, 64), ("jffs2-512x16-hamming", 512, 16)])
    func hamming(name: String, pageSize: Int, oobSize: Int) throws {
        guard let sample = try sample("\(name)/oob-noecc.bin.zst", pageSize, oobSize) else { return }
        let found = try #require(BlindRecovery.run(sample, effort: .quick).first)
        guard case .hamming(let code, let variant) = found.code else {
            Issue.record("\(found.code)")
            return
        }
        #expect(code.step == 256 && code.bits.count == pageSize / 256)
        #expect(variant == .standard)
    }
}
