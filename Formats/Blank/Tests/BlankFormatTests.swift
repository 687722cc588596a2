// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatBlank
import FormatKit
import TestKit
import Testing

@Suite("blank")
struct BlankFormatTests {
    @Test("is one extent of erased pages, however large")
    func extent() throws {
        let image = try FormatTesting.open([], as: BlankFormat(), geometry: "2048+64x64x32768")
        var extents = try ExtentSequence(image)
        #expect(try extents.next()?.pages.count == 2_097_152)
        #expect(try extents.next() == nil)
    }

    @Test("reads as 0xFF, and no block is bad")
    func bytes() throws {
        let image = try FormatTesting.open([], as: BlankFormat(), "geometry=512+16x4x3")
        try Conformance.check(source: image)
        #expect(try Snapshot(image).pages.allSatisfy { ($0.data + $0.oob).allSatisfy { $0 == 0xFF } })
    }

    @Test("needs the number of blocks, and cannot be written")
    func refused() throws {
        #expect(throws: UsageError.self) { try FormatTesting.open([], as: BlankFormat(), geometry: "2048+64x64") }
        #expect(throws: UsageError.self) { try FormatTesting.open([], as: BlankFormat()) }
        let blank = BlankSource(geometry: try Geometry(pageSize: 512, oobSize: 0, pagesPerBlock: 4, blockCount: 1))
        #expect(throws: UsageError.self) { try FormatTesting.write(blank, as: BlankFormat()) }
    }
}
