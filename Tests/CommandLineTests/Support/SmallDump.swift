// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import TestKit

/// A small dump with something of everything: 6 blocks of 8 pages of 512+16 bytes.
///
/// Block 0 is full of data, block 1 erased, block 2 bad by its mark, block 3 begun, block 4 erased but for
/// one page's OOB, block 5 full of one byte.
enum SmallDump {
    static let geometry = "512+16x8"
    static let pageSize = 512
    static let oobSize = 16
    static let pagesPerBlock = 8
    static let blocks = 6

    /// As raw-oob, interleaved.
    static let bytes: [UInt8] = pages.flatMap { $0.data + $0.oob }
    /// Data only.
    static let data: [UInt8] = pages.flatMap(\.data)

    /// Three dumps of another chip of the same pages, with ECC and wrong bits.
    static let eccDumps = Result {
        try (1...3).map { ("ecc-\($0).bin", try Fixture.bytes("check/ecc-\($0).bin.gz")) }
    }

    struct Page {
        var data = [UInt8](repeating: 0xFF, count: SmallDump.pageSize)
        var oob = [UInt8](repeating: 0xFF, count: SmallDump.oobSize)
    }

    static let pages: [Page] = {
        var random = SeededGenerator(seed: 2)
        var pages = [Page](repeating: Page(), count: blocks * pagesPerBlock)
        for number in 0..<pagesPerBlock { pages[number] = text(number, &random) }
        pages[2 * pagesPerBlock].oob[5] = 0
        for number in 3 * pagesPerBlock..<(3 * pagesPerBlock + 3) { pages[number] = text(number, &random) }
        pages[4 * pagesPerBlock + 2].oob[8] = 0x2A
        for number in 5 * pagesPerBlock..<(6 * pagesPerBlock) {
            pages[number].data = [UInt8](repeating: 0x00, count: pageSize)
        }
        return pages
    }()

    /// A page that begins with text, goes on with noise, and has parity-like OOB.
    private static func text(_ number: Int, _ random: inout SeededGenerator) -> Page {
        var page = Page()
        let words = Array("page \(number) of a small dump\n".utf8)
        page.data.replaceSubrange(0..<words.count, with: words)
        page.data.replaceSubrange(256..<288, with: random.bytes(32))
        page.data.replaceSubrange(320..<448, with: [UInt8](repeating: 0, count: 128))
        page.oob.replaceSubrange(8..<16, with: random.bytes(8))
        return page
    }
}
