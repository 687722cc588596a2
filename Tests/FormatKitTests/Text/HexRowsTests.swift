// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import TestKit
import Testing

@Suite("Rows of hexadecimal text")
struct HexRowsTests {
    private func encode(_ bytes: [UInt8], _ label: HexRows.Label, canonical: Bool = false) -> String {
        var text = [UInt8](repeating: 0xAA, count: (bytes.count + 15) / 16 * HexRows.maxRowLength)
        let count = bytes.withUnsafeBytes { from in
            text.withUnsafeMutableBytes { HexRows.encode(from, label: label, canonical: canonical, into: $0) }
        }
        return String(decoding: text[..<count], as: UTF8.self)
    }

    private func decode(_ text: String, _ label: HexRows.Label, count: Int) -> (bytes: [UInt8], end: Int)? {
        var bytes = [UInt8](repeating: 0, count: count)
        // Exactly as long as the text, so that a read behind it shows under a sanitizer.
        let end = Array(text.utf8).withUnsafeBytes { from in
            bytes.withUnsafeMutableBytes { to in
                to.baseAddress.flatMap { HexRows.decode(from, from: 0, label: label, count: count, into: $0) }
            }
        }
        return end.map { (bytes, $0) }
    }

    private static let sixteen: [UInt8] = Array("B01P00 |~".utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xFF, 0xA0, 0xC1]

    @Test("as the tool prints them")
    func forms() {
        let row = "42 30 31 50 30 30 20 7c 7e 00 1f 7f 80 ff a0 c1"
        let ascii = "|B01P00 |~.......|\n"
        #expect(encode(Self.sixteen, .address(0x2000)) == "0x00002000: \(row)\n")
        #expect(encode(Self.sixteen, .oob) == "  OOB Data: \(row)\n")
        #expect(encode(Self.sixteen, .address(0x2000), canonical: true) == "0x00002000: \(row)  \(ascii)")
        // From 4 GiB on a space goes, from 64 GiB on the last characters.
        #expect(encode(Self.sixteen, .address(0x1_2C00_0000), canonical: true) == "0x12c000000: \(row) \(ascii)")
        #expect(
            encode(Self.sixteen, .address(0x12_C000_0000), canonical: true)
                == "0x12c0000000: \(row) |B01P00 |~......|\n")
        #expect(
            encode([0x41, 0x42], .oob, canonical: true)
                == "  OOB Data: 41 42" + String(repeating: " ", count: 44) + "|AB|\n")
    }

    @Test("there and back, for lengths, addresses and line ends", arguments: [false, true])
    func roundTrip(canonical: Bool) throws {
        var random = SeededGenerator(seed: 7)
        for count in [1, 2, 15, 16, 17, 64, 218, 2048] {
            let bytes = random.bytes(count)
            for label in [
                HexRows.Label.oob, .address(0), .address(0xFFFF_FFF0), .address(0x1_2C00_0000), .address(0xFFF_FFF0),
            ] {
                let text = encode(bytes, label, canonical: canonical)
                for end in ["\n", "\r\n", "\r\r\n"] {
                    let sent = text.replacing("\n", with: end)
                    let back = try #require(decode(sent, label, count: count), "\(count) bytes, \(label)")
                    #expect(back.bytes == bytes && back.end == sent.utf8.count)
                    // Cut anywhere, it is refused, and nothing is read behind its end.
                    let cut = Int.random(in: 0..<sent.utf8.count, using: &random)
                    #expect(decode(String(decoding: sent.utf8.prefix(cut), as: UTF8.self), label, count: count) == nil)
                }
            }
        }
    }

    @Test("anything irregular is left to others")
    func irregular() {
        let row = encode(Self.sixteen, .address(0x2000), canonical: true)
        #expect(decode(row, .address(0x2000), count: 16) != nil)
        #expect(decode(row, .address(0x2010), count: 16) == nil)
        #expect(decode(row, .oob, count: 16) == nil)
        for i in row.indices {
            var damaged = row
            damaged.replaceSubrange(i...i, with: row[i] == "?" ? "!" : "?")
            #expect(decode(damaged, .address(0x2000), count: 16) == nil, "\(damaged)")
        }
    }

    @Test("lines of a text that is longer than the window")
    func window() throws {
        let lines = (0..<60_000).map { "line \($0)" } + [String(repeating: "x", count: 10_000), "last"]
        let window = TextWindow(MemorySource(Array(lines.joined(separator: "\n").utf8)))
        var seen: [String] = []
        var offset = 0
        while let line = try window.nextLine() {
            #expect(line.offset == offset || seen.count > 60_000)
            offset += line.bytes.count + 1
            seen.append(String(decoding: line.bytes, as: UTF8.self))
        }
        #expect(seen.count == lines.count && seen.prefix(60_000).elementsEqual(lines.prefix(60_000)))
        #expect(seen[60_000].count == TextWindow.maxLine + 1 && seen.last == "last")
    }
}
