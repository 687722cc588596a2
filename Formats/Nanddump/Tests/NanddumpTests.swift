// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatNanddump
import TestKit
import Testing

/// The tool's own dumps of eight blocks of 2048+64, of which 3 and 6 are bad.
@Suite("nanddump, binary")
struct NanddumpTests {
    private static let rawPage = 2112
    private static let bad = [3, 6]

    private func open(_ bytes: [UInt8], _ options: String, _ geometry: String? = "2048+64x64") throws -> any RawImage {
        let input = FormatInput(
            source: MemorySource(bytes), options: OptionReader(FormatSpec(parsing: "nanddump,\(options)")),
            geometry: try geometry.map { try GeometrySpec(parsing: $0) }, openCompanion: { _ in MemorySource([]) })
        try input.options.checkKeys(NanddumpFormat().info)
        return try NanddumpFormat().open(input)
    }

    /// The pages that the chip really holds.
    private func chip() throws -> [(data: [UInt8], oob: [UInt8])] {
        let bytes = try Fixture.bytes("nanddump/dev_8blocks_raw_with_2_bad.bin.gz")
        return stride(from: 0, to: bytes.count, by: Self.rawPage).map {
            (Array(bytes[$0..<($0 + 2048)]), Array(bytes[($0 + 2048)..<($0 + Self.rawPage)]))
        }
    }

    private func expectGoodPages(_ image: any RawImage, hasOOB: Bool) throws {
        let chip = try chip()
        let pages = try Snapshot(image).pages
        try #require(pages.count == chip.count)
        for (i, page) in pages.enumerated() where !Self.bad.contains(i / 64) {
            #expect(page.data == chip[i].data && page.oob == (hasOOB ? chip[i].oob : []), "page \(i)")
            #expect(page.state == (page.stateByContent), "page \(i)")
        }
    }

    @Test("skipbad with the list gives back the chip's addresses", arguments: [true, false])
    func skip(hasOOB: Bool) throws {
        let image = try open(
            Fixture.bytes("nanddump/bb_skipbad.\(hasOOB ? "oob" : "data").bin.gz"),
            "bad=3,6,oob=\(hasOOB ? "yes" : "no")")
        #expect(image.positions == .exact)
        #expect(image.geometry.blockCount == 8)
        try expectGoodPages(image, hasOOB: hasOOB)
        for block in Self.bad {
            #expect(try image.isBad(BlockNumber(block)))
            let known = image.knownExtent(at: PageNumber(block * 64))
            #expect(
                known
                    == PageExtent(
                        pages: PageRange(from: PageNumber(block * 64), count: 64), state: .bad, content: .absent))
        }
    }

    @Test("skipbad without a list does not know where the pages lay, and takes no OOB for a mark")
    func skipWithoutList() throws {
        let image = try open(Fixture.bytes("nanddump/bb_skipbad.oob.bin.gz"), "oob=yes")
        guard case .unknown = image.positions else {
            Issue.record("positions are \(image.positions)")
            return
        }
        #expect(image.geometry.blockCount == 6)
        #expect(image.marker == nil)
    }

    @Test("padbad with the list knows that filler is not the chip's", arguments: [true, false])
    func pad(hasOOB: Bool) throws {
        let image = try open(
            Fixture.bytes("nanddump/bb_padbad.\(hasOOB ? "oob" : "data").bin.gz"),
            "bb=pad,bad=3,6,oob=\(hasOOB ? "yes" : "no")")
        #expect(image.geometry.blockCount == 8)
        try expectGoodPages(image, hasOOB: hasOOB)
        let pages = try Snapshot(image).pages
        for i in pages.indices where Self.bad.contains(i / 64) {
            #expect(pages[i].state == .bad && !pages[i].isHeld, "page \(i)")
        }
    }

    @Test("padbad: a bad block at the end still counts")
    func padAtEnd() throws {
        let bytes = try Array(Fixture.bytes("nanddump/bb_padbad.oob.bin.gz").prefix(4 * 64 * Self.rawPage))
        let image = try open(bytes, "bb=pad,bad=3")
        #expect(image.geometry.blockCount == 4)
        #expect(image.knownExtent(at: PageNumber(3 * 64))?.state == .bad)
    }

    @Test("padbad without a list: a padded block looks erased")
    func padWithoutList() throws {
        let image = try open(Fixture.bytes("nanddump/bb_padbad.oob.bin.gz"), "bb=pad")
        #expect(try Snapshot(image).pages[3 * 64].state == .erased)
    }

    @Test("dumpbad finds the marks")
    func dump() throws {
        let image = try open(Fixture.bytes("nanddump/bb_dumpbad.oob.bin.gz"), "bb=dump")
        try expectGoodPages(image, hasOOB: true)
        let chip = try chip()
        let pages = try Snapshot(image).pages
        for i in pages.indices where Self.bad.contains(i / 64) {
            #expect(pages[i].state == .bad && pages[i].data == chip[i].data && pages[i].oob == chip[i].oob, "page \(i)")
        }
    }

    @Test("a dump that began late")
    func start() throws {
        let bytes = try Array(Fixture.bytes("nanddump/bb_skipbad.oob.bin.gz").dropFirst(2 * 64 * Self.rawPage))
        let image = try open(bytes, "start=0x40000,bad=3,6")
        let chip = try chip()
        let pages = try Snapshot(image).pages
        #expect(pages.count == chip.count)
        #expect(pages[0].state == .missing && pages[127].state == .missing)
        #expect(pages[128].data == chip[128].data && pages[4 * 64].data == chip[4 * 64].data)
    }

    @Test("whether the file holds OOB follows from its size, and is said")
    func holdsOOB() throws {
        let withOOB = try open(Fixture.bytes("nanddump/bb_dumpbad.oob.bin.gz"), "bb=dump")
        #expect(withOOB.geometry.oobSize == 64 && withOOB.findings.contains { $0.message.contains("oob=") })
        let dataOnly = try open(Fixture.bytes("nanddump/bb_dumpbad.data.bin.gz"), "bb=dump")
        #expect(dataOnly.geometry.oobSize == 0 && dataOnly.chipOOBSize == 64)
    }

    @Test("options that make no sense")
    func usage() throws {
        let bytes = [UInt8](repeating: 0, count: 2112)
        #expect(throws: UsageError.self) { try open(bytes, "bb=dump", nil) }
        #expect(throws: UsageError.self) { try open(bytes, "oob=yes", "2048x64") }
        #expect(throws: UsageError.self) { try open(bytes, "start=100") }
        #expect(throws: UsageError.self) { try open(bytes, "bb=none") }
        #expect(throws: UsageError.self) { try open(bytes, "holes=data") }
        #expect(throws: FormatError(.empty, "")) { try open([], "bb=dump") }
    }

    @Test("nothing in the bytes speaks for it")
    func probe() throws {
        let source = MemorySource(try Fixture.bytes("nanddump/bb_dumpbad.oob.bin.gz"))
        #expect(try NanddumpFormat().probe(ProbeInput(source)) == nil)
    }
}
