// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatNanddumpText
import TestKit
import Testing

@Suite("nanddump-text: the tool's own texts")
struct SampleTests {
    private static let firstPages = 2
    private static let rawPage = 2112

    private func chip() throws -> [UInt8] { try Fixture.bytes("nanddump/dev_8blocks_raw_with_2_bad.bin.gz") }

    @Test("reading and writing back gives the same text", arguments: TextSamples.names)
    func identity(name: String) throws {
        let text = try TextSamples.text(name)
        #expect(try TextSamples.write(TextSamples.open(text)) == text)
    }

    @Test("the pages are the chip's", arguments: ["pretty", "canonical"])
    func pages(style: String) throws {
        let image = try TextSamples.open(TextSamples.text("\(style)_oob_2pages"))
        let chip = try chip()
        #expect(image.geometry.pageSize == 2048 && image.geometry.oobSize == 64)
        let pages = try Snapshot(image).pages
        for i in 0..<Self.firstPages {
            let raw = Array(chip[(i * Self.rawPage)..<((i + 1) * Self.rawPage)])
            #expect(pages[i].data + pages[i].oob == raw, "page \(i)")
            #expect(pages[i].state == pages[i].stateByContent)
        }
        #expect(pages.dropFirst(2).allSatisfy { $0.state == .missing && !$0.isHeld })
        #expect(image.fileOffset(of: PageNumber(1)) == (try TextSamples.text("\(style)_oob_2pages").count / 2))
    }

    @Test("text without OOB says nothing of pages: -g does")
    func withoutOOB() throws {
        let text = try TextSamples.text("pretty_nooob_2pages")
        let assumed = try TextSamples.open(text)
        guard case .assumed = assumed.geometryOrigin else {
            Issue.record("\(assumed.geometryOrigin)")
            return
        }
        let given = try TextSamples.open(text, geometry: "512+16x32x64")
        #expect(given.geometryOrigin == .given)
        #expect(given.geometry.description == "512x32x64" && given.chipOOBSize == 16)
        let nor = try TextSamples.open(text, geometry: "nor:64K")
        #expect(nor.geometry.isNOR && nor.geometry.blockCount == 1)
        #expect(try TextSamples.write(nor) == text)
    }

    @Test("a bad block that was skipped is missing, or bad when it is listed")
    func skipped() throws {
        let text = try TextSamples.text("pretty_oob_across_badblock_skipbad")
        let image = try TextSamples.open(text, "bb=skip,bad=3")
        let chip = try chip()
        let pages = try Snapshot(image).pages
        #expect(pages[3 * 64].state == .bad && !pages[3 * 64].isHeld)
        #expect(pages[0].state == .missing)
        for i in [0x5f800 / 2048, 0x80000 / 2048] {
            let raw = Array(chip[(i * Self.rawPage)..<((i + 1) * Self.rawPage)])
            #expect(pages[i].data + pages[i].oob == raw, "page \(i)")
        }
        #expect(try TextSamples.write(image) == text)
    }

    @Test("a bad block that was padded is not held when it is listed")
    func padded() throws {
        let text = try TextSamples.text("pretty_oob_across_badblock_padbad")
        let image = try TextSamples.open(text, "bb=pad,bad=3")
        #expect(image.knownExtent(at: PageNumber(3 * 64))?.content == .absent)
        #expect(try image.isBad(BlockNumber(3)))
        #expect(try Snapshot(TextSamples.open(text)).pages[3 * 64].state == .erased)
    }

    @Test("what the tool says on standard error is taken in")
    func standardError() throws {
        let log = try TextSamples.text("pretty_oob_2pages.stderr") + TextSamples.text("pretty_oob_2pages")
        let image = try TextSamples.open(log)
        #expect(image.geometryOrigin == .stated)
        #expect(image.geometry.pagesPerBlock == 64)
        #expect(image.findings.contains { $0.message.contains("0x00000000 to 0x00001000") })
        // Text without OOB still tells how much the chip has.
        let dataOnly = try TextSamples.open(
            TextSamples.text("pretty_oob_2pages.stderr") + TextSamples.text("pretty_nooob_2pages"))
        #expect(dataOnly.geometry.oobSize == 0 && dataOnly.chipOOBSize == 64)
    }

    @Test("marks say bad, except in a dump that left bad blocks out")
    func marks() throws {
        var lines = TextSamples.lines(try TextSamples.text("pretty_oob_2pages"))
        let mark = try #require(lines.firstIndex { $0.hasPrefix("  OOB Data: ") })
        lines[mark].replaceSubrange(
            lines[mark].index(
                lines[mark].startIndex, offsetBy: 12)..<lines[mark].index(lines[mark].startIndex, offsetBy: 14),
            with: "00")
        let text = TextSamples.bytes(lines)
        #expect(try TextSamples.open(text).isBad(BlockNumber(0)))
        #expect(try TextSamples.open(text, "bb=dump").isBad(BlockNumber(0)))
        #expect(try !TextSamples.open(text, "bb=skip").isBad(BlockNumber(0)))
        #expect(try !TextSamples.open(text, "bbm=none").isBad(BlockNumber(0)))
    }

    @Test("the probe is sure of what it checked")
    func probe() throws {
        func opinion(_ bytes: [UInt8]) throws -> Confidence? {
            try NanddumpTextFormat().probe(ProbeInput(MemorySource(bytes)))?.confidence
        }
        #expect(try opinion(TextSamples.text("canonical_oob_2pages")) == .certain)
        #expect(try opinion(TextSamples.text("pretty_oob_2pages")) == .likely)
        #expect(try opinion(Array("0x00000000: 00 11\n".utf8)) == .possible)
        #expect(try opinion(try chip()) == nil)
        #expect(try opinion([]) == nil)
        // Longer than what a probe looks at, and a log inside of a binary dump.
        let canonical = try TextSamples.text("canonical_oob_2pages")
        #expect(try opinion(canonical + canonical + canonical + canonical) == .certain)
        #expect(try opinion([UInt8](repeating: 0, count: 4096) + canonical) == .possible)
    }
}
