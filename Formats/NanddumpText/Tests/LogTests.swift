// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatNanddumpText
import TestKit
import Testing

/// Texts as they come out of terminals, mails and serial lines.
@Suite("nanddump-text: out of logs")
struct LogTests {
    private let whole: Snapshot
    private let pretty: [String]
    private let canonical: [String]

    init() throws {
        whole = try Snapshot(TextSamples.open(TextSamples.text("pretty_oob_2pages")))
        pretty = TextSamples.lines(try TextSamples.text("pretty_oob_2pages"))
        canonical = TextSamples.lines(try TextSamples.text("canonical_oob_2pages"))
    }

    private func expectWhole(_ text: [UInt8], _ comment: Comment, findings: ClosedRange<Int> = 0...0) throws {
        let image = try TextSamples.open(text)
        #expect(try Snapshot(image).firstDifference(from: whole) == nil, comment)
        #expect(findings.contains(image.findings.count), "\(comment): \(image.findings)")
    }

    @Test("line ends of every kind", arguments: ["\r\n", "\r\r\n", "\r"])
    func lineEnds(end: String) throws {
        try expectWhole(TextSamples.bytes(pretty, end), "\(end.utf8.map { $0 })")
        try expectWhole(TextSamples.bytes(canonical, end), "\(end.utf8.map { $0 })")
    }

    @Test("quoted, indented, stamped, with capitals")
    func decorated() throws {
        for prefix in ["> ", "   ", "\t", "[  123.456789] ", "2024-05-06 12:00:01.123 ttyUSB0: ", "# ", "| "] {
            try expectWhole(TextSamples.bytes(canonical.map { $0.isEmpty ? $0 : prefix + $0 }), "\(prefix)")
        }
        let upper = pretty.map { $0.hasPrefix("0x") ? "0x" + $0.dropFirst(2).uppercased() : $0 }
        try expectWhole(TextSamples.bytes(upper), "capitals")
        try expectWhole(
            TextSamples.bytes(pretty.map { $0.replacing(" ", with: "   ").replacing("OOB   Data", with: "OOB Data") }),
            "spaces")
        try expectWhole(TextSamples.bytes(pretty.map { $0 + "   " }), "trailing spaces")
    }

    @Test("prompts and noise between the rows")
    func noise() throws {
        var lines = pretty
        for i in stride(from: lines.count - 1, to: 0, by: -7) {
            lines.insert(
                ["root@OpenWrt:~# ", "", "[ 12.3] usb 1-1: new device", "0x1234", "--More--", "de ad? be"][i % 6], at: i
            )
        }
        lines.insert("root@OpenWrt:~# nanddump -p -o /dev/mtd0", at: 0)
        try expectWhole(TextSamples.bytes(lines), "noise")
    }

    @Test("wrapped rows", arguments: [40, 60, 72])
    func wrapped(width: Int) throws {
        func wrap(_ lines: [String]) -> [String] {
            lines.flatMap { line -> [String] in
                guard line.count > width else { return [line] }
                let cut = line.index(line.startIndex, offsetBy: width)
                // A row breaks between bytes, as mail programs break.
                let at = line[..<cut].lastIndex(of: " ") ?? cut
                return [String(line[..<at]), String(line[line.index(after: at)...])]
            }
        }
        try expectWhole(TextSamples.bytes(wrap(pretty)), "pretty at \(width)")
        try expectWhole(TextSamples.bytes(wrap(canonical)), "canonical at \(width)")
        try expectWhole(TextSamples.bytes(wrap(pretty).map { "> " + $0 }), "quoted at \(width)")
    }

    @Test("lines that come twice are counted")
    func doubled() throws {
        try expectWhole(TextSamples.bytes(pretty.flatMap { [$0, $0] }), "each line", findings: 1...1)
        try expectWhole(TextSamples.bytes(pretty + pretty), "the whole text", findings: 1...1)
        var one = pretty
        one.insert(one[5], at: 5)
        try expectWhole(TextSamples.bytes(one), "one line", findings: 1...1)
        var oob = pretty
        let first = try #require(oob.firstIndex { $0.hasPrefix("  OOB") })
        oob.insert(oob[first + 3], at: first + 3)
        try expectWhole(TextSamples.bytes(oob), "one line of OOB", findings: 1...1)
        // A first row that comes twice may as well be a first and a second one, before one row too many of blanks.
        oob = pretty
        oob[first + 1] = oob[first + 3]
        oob[first + 2] = oob[first + 3]
        oob.insert(oob[first], at: first)
        let image = try TextSamples.open(TextSamples.bytes(oob))
        #expect(try Snapshot(image).pages[0].state == .unreadable)
        #expect(image.findings.contains { $0.message.contains("5 rows of OOB") })
    }

    @Test("pages in any order")
    func order() throws {
        let page = (pretty.count - 1) / 2
        try expectWhole(TextSamples.bytes(Array(pretty[page..<(2 * page)]) + pretty[..<page]), "pages exchanged")
        // Data rows carry their address, so they find their page whatever comes before.
        var rows = pretty
        rows.swapAt(3, 20)
        try expectWhole(TextSamples.bytes(rows), "rows exchanged")
    }

    @Test("a page whose rows are lost in part is unreadable, what is known stays")
    func missingRows() throws {
        var lines = pretty
        lines.remove(at: 10)
        let image = try TextSamples.open(TextSamples.bytes(lines))
        let pages = try Snapshot(image).pages
        #expect(pages[0].state == .unreadable && pages[1] == whole.pages[1])
        var expected = whole.pages[0].data
        expected.replaceSubrange(160..<176, with: repeatElement(0xFF, count: 16))
        #expect(pages[0].data == expected && pages[0].oob == whole.pages[0].oob)
        #expect(image.findings.contains { $0.severity == .warning && $0.offset == 0 && $0.message.contains("page 0") })
        // A second copy of the page fills the gap.
        try expectWhole(TextSamples.bytes(lines + pretty), "filled", findings: 1...1)
    }

    @Test("OOB rows that are lost")
    func missingOOB() throws {
        var lines = pretty
        let first = try #require(lines.firstIndex { $0.hasPrefix("  OOB") })
        lines.remove(at: first + 1)
        let image = try TextSamples.open(TextSamples.bytes(lines), geometry: "2048+64x64")
        let pages = try Snapshot(image).pages
        #expect(pages[0].state == .unreadable && pages[0].data == whole.pages[0].data)
        #expect(image.findings.contains { $0.message.contains("3 rows of OOB") })
    }

    @Test("two values for one byte are told with both places; the first counts")
    func conflict() throws {
        var other = pretty[4]
        other.replaceSubrange(
            other.index(other.startIndex, offsetBy: 12)..<other.index(other.startIndex, offsetBy: 14), with: "5a")
        var lines = pretty
        lines.insert(other, at: 5)
        let image = try TextSamples.open(TextSamples.bytes(lines))
        #expect(try Snapshot(image).firstDifference(from: whole) == nil)
        let finding = try #require(image.findings.first { $0.severity == .warning })
        #expect(finding.offset == 5 * 60 && finding.message.contains("page 0 byte 64 is 0x5a"))
        #expect(finding.message.contains("file offset 0xf0"))
    }

    @Test("the ASCII column checks the hexadecimal")
    func ascii() throws {
        var lines = canonical
        lines[2].replaceSubrange(
            lines[2].index(lines[2].startIndex, offsetBy: 12)..<lines[2].index(lines[2].startIndex, offsetBy: 14),
            with: "41")
        let image = try TextSamples.open(TextSamples.bytes(lines))
        let finding = try #require(image.findings.first)
        #expect(finding.offset == 160 && finding.severity == .warning && finding.message.contains("ASCII"))
        #expect(try Snapshot(image).pages[0].state == .programmed)
    }

    @Test("messages of the tool between the rows")
    func messages() throws {
        var lines = pretty
        let page = (pretty.count - 1) / 2
        lines.insert("ECC: 1 uncorrectable bitflip(s) at offset 0x00000800", at: page)
        lines.insert("ECC: 3 corrected bitflip(s) at offset 0x00000000", at: 0)
        lines = ["ECC failed: 0", "ECC corrected: 3", "Number of bad blocks: 2", "Number of bbt blocks: 0"] + lines
        let image = try TextSamples.open(TextSamples.bytes(lines))
        #expect(try Snapshot(image).firstDifference(from: whole) == nil)
        #expect(image.findings.count { $0.severity == .warning } == 1)
        #expect(image.findings.contains { $0.message.contains("3 corrected bit flips at 0x00000000") })
        #expect(image.findings.contains { $0.message.contains("2 bad blocks") })
    }

    @Test("cut anywhere: what is there is read", arguments: Array(stride(from: 16, to: 15_840, by: 211)))
    func cut(at length: Int) throws {
        let text = TextSamples.bytes(pretty)
        let image = try TextSamples.open(Array(text.prefix(length)), geometry: "2048+64x64")
        let pages = try Snapshot(image).pages
        for (i, page) in pages.enumerated() where i < 2 && page.isHeld {
            let data = zip(page.data, whole.pages[i].data)
            #expect(data.allSatisfy { $0 == $1 || $0 == 0xFF }, "page \(i)")
            if page.state != .unreadable, page.oob.count == 64 { #expect(page == whole.pages[i]) }
        }
    }

    @Test(
        "nothing to read",
        arguments: ["", "\n", "0x00000000:\n", "hello\n", "  OOB Data: 00 11\n", "0xffffffffffffffff: 00\n"])
    func nothing(text: String) throws {
        #expect(throws: FormatError.self) { try TextSamples.open(Array(text.utf8)) }
    }

    @Test("addresses of nine digits")
    func beyond4GiB() throws {
        let row = String(repeating: " 5a", count: 16)
        let lines =
            (0..<128).map { "\(ByteCount.hex(0x1_2C00_0000 + 16 * $0)):\(row)" }
            + (0..<4).map { _ in "  OOB Data:" + String(repeating: " ff", count: 16) } + [""]
        let image = try TextSamples.open(TextSamples.bytes(lines))
        let page = PageNumber(0x1_2C00_0000 / 2048)
        #expect(image.knownExtent(at: PageNumber(0))?.state == .missing)
        #expect(image.knownExtent(at: page) == nil && image.fileOffset(of: page) == 0)
        #expect(try TextSamples.write(image) == TextSamples.bytes(lines))
    }
}
