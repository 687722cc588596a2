// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout
import TestKit
import Testing

@Suite("Pages that independent implementations made")
struct PageVectorTests {
    /// A group of vectors, the layout that it is of, and the page that it has in its block.
    struct Case: CustomTestStringConvertible, Sendable {
        let group: String
        let layout: String
        var page: Int?
        var testDescription: String { group }
    }

    static let cases = [
        Case(group: "omap-page-bch4", layout: "omap-bch4"),
        Case(group: "omap-page-bch8", layout: "omap-bch8"),
        Case(group: "omap-page-bch8-4k", layout: "omap-bch8"),
        Case(group: "omap-page-bch16", layout: "omap-bch16"),
        Case(group: "kernel-swbch-page-bch4-512-2k64", layout: "linux-bch4"),
        Case(group: "kernel-swbch-page-bch8-512-2k64", layout: "linux-bch8"),
        Case(group: "kernel-swbch-page-bch8-512-4k128", layout: "linux-bch8"),
        Case(group: "kernel-swhamming-page-512-16", layout: "linux-hamming-small"),
        Case(group: "kernel-swhamming-page-2048-64", layout: "linux-hamming"),
        Case(group: "kernel-swhamming-page-4096-128", layout: "linux-hamming"),
        Case(group: "hisilicon-like-2k64", layout: "hisilicon-t8"),
        Case(group: "qualcomm-page-bch4-2048-64", layout: "qualcomm-bch4"),
        Case(group: "qualcomm-page-bch8-2048-128", layout: "qualcomm-bch8"),
        Case(group: "qualcomm-page-rs-2048-64", layout: "qualcomm-rs"),
        Case(group: "qualcomm-page-sbl-2048-64", layout: "qualcomm-sbl-rs"),
        Case(group: "sunxi-page-8192-640-t40-1024-scrambled", layout: "allwinner-t40-scrambled", page: 0),
        Case(group: "sunxi-page-8192-640-t40-1024", layout: "allwinner-t40"),
        Case(group: "sunxi-page-2048-128-t16-512", layout: "allwinner-t16-512"),
        Case(group: "gpmi-page-2048-64", layout: "gpmi"),
        Case(group: "gpmi-page-2048-112", layout: "gpmi"),
        Case(group: "gpmi-page-2048-128", layout: "gpmi"),
        Case(group: "gpmi-page-4096-128", layout: "gpmi"),
        Case(group: "gpmi-page-4096-218", layout: "gpmi"),
    ]

    @Test("every page of the vectors has its layout")
    func complete() {
        let known = ECCVectors.groups { group in
            group.vectors.contains { $0["page_sha256"] != nil }
        }
        #expect(Set(known.map(\.id)) == Set(Self.cases.map(\.group)))
    }

    @Test("data becomes the same raw page, and comes out of it again", arguments: cases)
    func page(of given: Case) throws {
        let group = try ECCVectors.group(given.group)
        let pageSize = try #require(group.params["page"]?.int)
        let oobSize = try #require(group.params["oob"]?.int)
        for vector in group.vectors {
            let data = try ECCVectors.input(try #require(vector["data"]?.text))
            var page = try RawPage(given.layout, pageSize, oobSize)
            page.put(data)
            if let free = ECCVectors.bytes(hex: group.params["free_oob_bytes"]?.text) {
                let field = try #require(page.layout.fields.first { $0.kind == .free })
                page.bytes.replaceSubrange(field.range.bytes, with: free)
            }
            page.encode()
            let plain = page
            if let number = given.page { page.scramble(pageInBlock: number) }
            #expect(ECCVectors.digest(page.bytes) == vector["page_sha256"]?.text)
            if let oob = vector["oob"]?.text { #expect(ECCVectors.hex(page.tail) == oob) }
            if let whole = vector["page_hex"]?.text { #expect(ECCVectors.hex(page.bytes) == whole) }

            // The way back: the key away, then clean steps, then the data.
            if let number = given.page { page.scramble(pageInBlock: number) }
            #expect(page.bytes == plain.bytes)
            #expect(page.outcomes.allSatisfy { $0 == .clean })
            #expect(page.parts.data == data)
            #expect(page.correct().allSatisfy { $0 == .clean } && page.bytes == plain.bytes)
        }
    }

    @Test("Broadcom: parity over data and the slot's first two bytes, as the hardware has it")
    func broadcom() throws {
        for vector in try ECCVectors.group("broadcom-bch8").vectors {
            let message = try ECCVectors.input(
                vector["in"]?.text ?? "\(vector["in_fill"]?.text ?? "")-\(vector["in_len"]?.int ?? 0)")
            var page = try RawPage("broadcom-bch8", 2048, 64)
            page.put(message + page.parts.data.dropFirst(message.count))
            page.encode()
            #expect(ECCVectors.hex(page.tail[2..<16]) == vector["ecc"]?.text)
            #expect(page.outcomes[0] == .clean)
        }
    }

    @Test("Xbox 360: 26 bits in the last word of the spare")
    func xbox() throws {
        for vector in try ECCVectors.group("xbox360-ecc").vectors {
            let message = try ECCVectors.input(try #require(vector["in"]?.text))
            var page = try RawPage("xbox360", 512, 16)
            page.bytes = message + [0, 0, 0, 0]
            page.encode()
            #expect(ECCVectors.hex(page.bytes[524...]) == vector["spare12_15"]?.text)
            #expect(page.outcomes == [.clean])
        }
    }

    /// Layouts.md 4.2: the byte and bit of the data that the marker's swap concerns, and bytes that are used.
    @Test(
        "GPMI: the marker's byte and bit in the data, and the bytes used",
        arguments: [
            ("gpmi", 2048, 64, 8, 1999, 0, 2110), ("gpmi", 2048, 112, 14, 1969, 6, 2149),
            ("gpmi", 2048, 128, 18, 1950, 2, 2175), ("gpmi", 4096, 128, 8, 3995, 0, 4210),
            ("gpmi", 4096, 218, 16, 3904, 0, 4314), ("gpmi", 4096, 224, 16, 3904, 0, 4314),
            ("gpmi", 4096, 256, 18, 3881, 2, 4340), ("gpmi", 8192, 376, 14, 7840, 6, 8566),
            ("gpmi", 8192, 436, 16, 7792, 0, 8618), ("gpmi", 8192, 448, 16, 7792, 0, 8618),
            ("gpmi", 8192, 512, 18, 7743, 2, 8670), ("gpmi-1k-402b", 8192, 640, 44, 7643, 0, 8818),
            ("gpmi-1k-t40-402b", 8192, 640, 40, 7692, 0, 8762), ("gpmi-1k-402b", 8192, 744, 52, 7545, 0, 8930),
        ])
    func gpmi(name: String, page: Int, oob: Int, strength: Int, byte: Int, bit: Int, used: Int) throws {
        let layout = try RawPage(name, page, oob).layout
        #expect(layout.code.strength == strength)
        // The data that raw column 0 holds is what would lie in column `page`.
        var position = 0
        for range in layout.data {
            if range.start == 0 { break }
            position += range.count
        }
        #expect(position == byte * 8 + bit)
        #expect(layout.marker?.range == BitRange(byte: page, bytes: 1))
        let end = layout.steps.flatMap(\.parity).map(\.end).max() ?? 0
        #expect((end + 7) / 8 == used)
    }
}
