// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Testing

@Suite("Where an error is")
struct FlashErrorTests {
    @Test("pages are counted in their block")
    func page() throws {
        let chip = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 4)
        let error = FlashError(.uncorrectable, "lost", page: PageNumber(65), in: chip, fileOffset: 0x21840)
        #expect(error.message == "block 1 page 1 (file offset 0x21840): lost")
        #expect(error.page == PageNumber(65) && error.block == BlockNumber(1))
    }

    @Test("NOR has no pages to name, a page beyond the chip has no block")
    func others() throws {
        let nor = try Geometry(pageSize: 1, oobSize: 0, pagesPerBlock: 4096, blockCount: 4)
        #expect(FlashError(.unreadable, "x", page: PageNumber(5000), in: nor).message == "block 1: x")
        #expect(FlashError(.outOfRange, "x", page: PageNumber(9)).message == "page 9: x")
        #expect(FlashError(.badBlock, "x", block: BlockNumber(3)).message == "block 3: x")
        #expect(FlashError(.wrongLength, "x").message == "x")
    }
}
