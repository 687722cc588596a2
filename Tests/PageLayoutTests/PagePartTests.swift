// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout
import TestKit
import Testing

@Suite("Named parts of pages")
struct PagePartTests {
    @Test("raw page and OOB fall into parts without gaps", arguments: CatalogueTests.layouts)
    func cover(sample: CatalogueTests.Sample) {
        let layout = sample.layout
        for (parts, bytes) in [(layout.rawParts, layout.rawPageSize), (layout.oobParts, layout.oobSize)] {
            var next = 0
            for part in parts {
                #expect(part.range.start == next && part.range.count > 0)
                next = part.range.end
            }
            #expect(next == bytes * 8)
        }
        #expect(layout.rawParts.filter { $0.kind == nil }.map(\.range).bitCount == layout.pageSize * 8)
        for kind in OOBField.Kind.allCases {
            let bits = layout.fields.filter { $0.kind == kind }.map(\.range).bitCount
            #expect(layout.oobParts.filter { $0.kind == kind }.map(\.range).bitCount == bits, "\(kind)")
        }
    }

    @Test("a bit comes to lie where taking the page apart puts it", arguments: CatalogueTests.codes)
    func places(sample: CatalogueTests.Sample) throws {
        let layout = sample.layout
        var page = try RawPage(layout.name, layout.pageSize, layout.oobSize)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<64 {
            let (byte, bit) = (
                Int.random(in: 0..<layout.rawPageSize, using: &random), Int.random(in: 0..<8, using: &random)
            )
            page.bytes = [UInt8](repeating: 0, count: layout.rawPageSize)
            page.bytes[byte] = 1 << UInt8(bit)
            let (data, oob) = page.parts
            switch layout.place(ofByte: byte, bit: bit) {
            case .data(let place, let own): #expect(data[place] == 1 << UInt8(own))
            case .oob(let place, let own): #expect(oob[place] == 1 << UInt8(own))
            case nil: Issue.record("byte \(byte) bit \(bit) of \(sample.testDescription) has no place")
            }
        }
        #expect(layout.place(ofByte: layout.rawPageSize, bit: 0) == nil)
    }

    @Test("what is missed of the OOB is what no ECC has made", arguments: CatalogueTests.codes)
    func rest(sample: CatalogueTests.Sample) throws {
        let layout = sample.layout
        var page = try RawPage(layout.name, layout.pageSize, layout.oobSize)
        var random = SeededGenerator(seed: 8)
        page.put(random.bytes(layout.pageSize))
        page.encode()
        let geometry = try Geometry(
            pageSize: layout.pageSize, oobSize: layout.oobSize, pagesPerBlock: 2, blockCount: 1)
        let rest = OOBRest(try LayoutPlan(page.codec, geometry: geometry))
        func count(_ oob: [UInt8]) -> Int {
            page.parts.data.withUnsafeBytes { data in
                oob.withUnsafeBytes { oob in
                    let pages = PageRange(from: PageNumber(1), count: 1)
                    return rest.count(
                        PageRun(
                            extent: PageExtent(pages: pages, state: .programmed, content: .bytes), data: data, oob: oob)
                    )
                }
            }
        }
        var oob = page.parts.oob
        #expect(count(oob) == 0, "parity and pads are used up")
        var expected = 0
        for part in layout.oobParts where part.range.isWholeBytes && part.kind != .parity && part.kind != .pad {
            for byte in part.range.bytes {
                oob[byte] = 0x5A
                expected += 1
            }
        }
        #expect(count(oob) == expected)
    }
}
