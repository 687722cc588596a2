// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import PageLayout
import TestKit
import Testing

/// The reference pages of qcom-nandc-pagify: `in-PAGE-NAME.bin` becomes `out-PAGE-NAME_CODE-OOBoob.bin`.
@Suite("Qualcomm reference pages")
struct QualcommSampleTests {
    static let samples: [String] =
        [
            "2048-ff", "2048-random1", "2048-random2",
        ].flatMap { name in
            ["bch4-128", "bch4-64", "bch8-128", "rs-128", "rs-64", "sbl-128", "sbl-64"].map { "\(name)_\($0)" }
        } + ["bch4-128", "bch4-256", "bch8-256", "rs-128", "rs-256"].map { "4096-random1_\($0)" }

    @Test("a page decodes to its data, and the data encodes to the page", arguments: samples)
    func sample(name: String) throws {
        let parts = name.split { "-_".contains($0) }.map(String.init)
        let (pageSize, oobSize) = (try #require(Int(parts[0])), try #require(Int(parts[3])))
        let data = try Fixture.bytes("qualcomm/in-\(parts[0])-\(parts[1]).bin")
        let raw = try Fixture.bytes("qualcomm/out-\(name)oob.bin")
        let code = parts[2] == "sbl" ? "sbl-rs" : parts[2]
        let pages = raw.count / (pageSize + oobSize)
        #expect(pages > 0 && raw.count % (pageSize + oobSize) == 0)
        let padded = data + [UInt8](repeating: 0xFF, count: max(0, pages * pageSize - data.count))
        for i in 0..<pages {
            var page = try RawPage("qualcomm-\(code)", pageSize, oobSize)
            let blank = page
            let own = Array(raw[i * (pageSize + oobSize)..<(i + 1) * (pageSize + oobSize)])
            page.bytes = own
            let want = Array(padded[i * pageSize..<(i + 1) * pageSize])
            #expect(page.outcomes.allSatisfy { $0 == .clean || $0.isErased })
            #expect(page.parts.data == want)
            #expect(
                page.layout.fields.filter { $0.kind == .unused }.allSatisfy {
                    page.bytes[$0.range.bytes.lowerBound] == 0xFF
                })

            var made = blank
            made.put(want)
            made.encode(keepsErased: page.outcomes.allSatisfy(\.isErased))
            #expect(made.bytes == own)
        }
    }
}
