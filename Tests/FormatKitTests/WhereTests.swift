// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Testing

@Suite("WHERE")
struct WhereTests {
    @Test("is read as it is written")
    func parsing() throws {
        let cases: [(String, Where)] = [
            ("page:17", Where(.page(17))),
            ("block:3", Where(.block(3))),
            ("block:3/page:5", Where(.pageInBlock(block: 3, page: 5))),
            ("0x20800", Where(.fileOffset(0x20800))),
            ("1K", Where(.fileOffset(1024))),
            ("@0x20000", Where(.dataOffset(0x20000))),
            ("page:1..4", Where(.page(1), .position(.page(4)))),
            ("page:1..page:4", Where(.page(1), .position(.page(4)))),
            ("page:1..block:2", Where(.page(1), .position(.block(2)))),
            ("block:0..7", Where(.block(0), .position(.block(7)))),
            ("block:3/page:5..7", Where(.pageInBlock(block: 3, page: 5), .position(.pageInBlock(block: 3, page: 7)))),
            ("@0..128K", Where(.dataOffset(0), .position(.dataOffset(128 << 10)))),
            ("@0x100..@0x200", Where(.dataOffset(0x100), .position(.dataOffset(0x200)))),
            ("0..0x840", Where(.fileOffset(0), .position(.fileOffset(0x840)))),
            ("page:3+2", Where(.page(3), .length(2))),
            ("@0x20000+4K", Where(.dataOffset(0x20000), .length(4096))),
        ]
        for (text, expected) in cases { #expect(try Where(parsing: text) == expected, "\(text)") }
    }

    @Test(
        "refuses what it cannot read",
        arguments: [
            "", "page", "page:", "page:x", "page:-1", "page:1..", "..2", "page:1..x", "page:1+0", "page:1+",
            "block:3/5",
            "block:3/page:", "blocks:3", "@", "@x", "0x", "1 ", "page:99999999999999999999", "0xffffffffffffff", "+5",
            "page:1..2..3",
        ])
    func refusing(_ text: String) {
        #expect(throws: UsageError.self) { try Where(parsing: text) }
    }

    /// 4 blocks of 8 pages of 512+16 bytes.
    private func image(_ order: String) throws -> any RawImage {
        let source = MemorySource([UInt8](repeating: 1, count: 528 * 32), name: "dump")
        let spec = FormatSpec("raw-oob", ["order": order, "geometry": "512+16x8"])
        return try ImageOpener(registry: museimgFormats).open(source, formats: [spec]).image
    }

    private func pages(_ text: String, _ order: String = "interleaved") throws -> String {
        let pages = try Where(parsing: text).pages(in: try image(order))
        return "\(pages.lowerBound.rawValue)..<\(pages.upperBound.rawValue)"
    }

    @Test("means pages")
    func resolving() throws {
        let cases = [
            ("page:17", "17..<18"), ("block:3", "24..<32"), ("block:3/page:5", "29..<30"), ("page:1..4", "1..<5"),
            ("page:1..block:2", "1..<24"), ("block:0..3", "0..<32"), ("block:1+2", "8..<24"), ("page:3+2", "3..<5"),
            ("block:1/page:7+3", "15..<18"), ("@0", "0..<1"), ("@511", "0..<1"), ("@512", "1..<2"),
            ("@0..1K", "0..<2"), ("@0..@1025", "0..<3"), ("@511+2", "0..<2"), ("@0..16K", "0..<32"),
            ("527", "0..<1"), ("528", "1..<2"), ("0..528", "0..<1"), ("0..529", "0..<2"), ("520+20", "0..<2"),
        ]
        for (text, expected) in cases { #expect(try pages(text) == expected, "\(text)") }
    }

    @Test("refuses what the chip does not have")
    func outside() throws {
        for text in [
            "page:32", "block:4", "block:0/page:8", "block:4/page:0", "@16K", "@0..0x4001", "16896", "0..16897",
            "page:31+2", "block:3+2", "page:2..1", "block:1..page:7", "@5..@5", "0..0",
        ] {
            #expect(throws: UsageError.self, "\(text)") { try pages(text) }
        }
    }

    @Test(
        "finds the page of a file offset in every order",
        arguments: ["interleaved", "oob-first", "per-block", "at-end"])
    func fileOffsets(_ order: String) throws {
        let image = try image(order)
        for page in image.geometry.allPages {
            let offset = try #require(image.fileOffset(of: page))
            for byte in [0, 1, 511] { #expect(image.page(atFileOffset: offset + byte) == page) }
        }
        #expect(image.page(atFileOffset: 528 * 32) == nil)
        #expect(image.page(atFileOffset: -1) == nil)
        // Every byte belongs to a page: 528 of them to each.
        var counts = [Int](repeating: 0, count: 32)
        for offset in 0..<(528 * 32) {
            counts[try #require(image.page(atFileOffset: offset)).rawValue] += 1
        }
        #expect(counts.allSatisfy { $0 == 528 })
    }

    @Test("file offsets follow blocks that were left out")
    func skipped() throws {
        let source = MemorySource([UInt8](repeating: 1, count: 528 * 24), name: "dump")
        let spec = FormatSpec("nanddump", ["geometry": "512+16x8", "bb": "skip", "bad": "1", "oob": "yes"])
        let image = try ImageOpener(registry: museimgFormats).open(source, formats: [spec]).image
        #expect(image.page(atFileOffset: 528 * 7) == PageNumber(7))
        #expect(image.page(atFileOffset: 528 * 8) == PageNumber(16))
        #expect(image.page(atFileOffset: 528 * 23) == PageNumber(31))
    }
}
