// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import TestKit
import Testing

/// A dump that ends inside a page of a bad block: the bytes behind are lost, be the block bad or not.
@Suite("A page cut short in a bad block")
struct CutPageTests {
    /// Two blocks of four pages of 512+16 bytes; the second is marked bad, and its last page ends early.
    private func dump() throws -> any RawImage {
        var bytes = [UInt8](repeating: 0x55, count: 8 * 528 - 40)
        for page in 0..<4 { bytes[page * 528 + 512 + 5] = 0xFF }
        let spec = FormatSpec("raw-oob")
        let image = WrittenImage(as: spec)
        try image.main.write(bytes)
        return try image.open(GeometrySpec(parsing: "512+16x4"))
    }

    private func account(_ spec: FormatSpec, _ bad: BadBlockPolicy?) throws -> Account {
        let image = try dump()
        return try WrittenImage(as: spec).fill(
            from: image, chipOOBSize: 16, marker: image.marker, options: ConversionOptions(bad: bad))
    }

    @Test("counts as unreadable where the block is copied", arguments: ["raw", "raw-oob", "nanddump-text"])
    func copied(_ name: String) throws {
        let account = try account(FormatSpec(name), nil)
        #expect(account.count(.unreadable) == 1)
        #expect(account.hasLosses && !account.strictViolations.isEmpty)
        #expect(account.count(.badMarksLost) == (name == "raw" ? 1 : 0))
        #expect(account.pagesWritten == 8)
    }

    @Test("goes with its block where that was asked", arguments: [BadBlockPolicy.skip, .pad])
    func notCopied(_ policy: BadBlockPolicy) throws {
        let account = try account(FormatSpec("raw-oob"), policy)
        #expect(account.count(.unreadable) == 0 && !account.hasLosses)
        #expect(account.count(policy == .skip ? .badBlocksSkipped : .badBlocksPadded) == 1)
        #expect(account.pagesWritten == (policy == .skip ? 4 : 8))
        #expect(account.pagesProgrammed == 4)
    }
}
