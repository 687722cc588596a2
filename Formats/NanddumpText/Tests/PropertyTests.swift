// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatNanddumpText
import TestKit
import Testing

@Suite("nanddump-text: properties")
struct PropertyTests {
    @Test("random chips come back", arguments: 0..<24)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let geometry = try RandomChip.geometry(&random, maxBytes: 1 << 17)
        let device = try RandomChip.device(geometry, &random)
        let source = try Snapshot(device)
        let spec = FormatSpec("nanddump-text", ["style": random.chance(50) ? "canonical" : "pretty"])
        let text = try TextSamples.write(device, as: spec)
        guard !text.isEmpty else { return }
        let image = try TextSamples.open(text, geometry: "\(geometry)")
        let back = try Snapshot(image)
        try #require(back.geometry == geometry)
        for (i, (a, b)) in zip(source.pages, back.pages).enumerated() {
            if a.isHeld {
                #expect(a.data == b.data && a.oob == b.oob, "\(geometry) page \(i)")
            } else {
                #expect(!b.isHeld, "\(geometry) page \(i)")
            }
        }
        #expect(image.findings.isEmpty, "\(geometry): \(image.findings)")
        // A page that the text does not hold whole does not exist here, so the text comes back as well.
        #expect(try TextSamples.write(image, as: spec) == text, "\(geometry)")
    }

    @Test("damage never traps: an image or a typed error", arguments: 0..<4)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let name = seed % 2 == 0 ? "pretty_oob_2pages" : "canonical_oob_2pages"
        let text = try Self.small(name)
        for round in 0..<500 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...12, using: &random) { Self.damage(&damaged, &random) }
            do {
                let image = try TextSamples.open(damaged, ["", "bb=skip", "bb=pad,bad=0", "bad=0,7"][round % 4])
                try Self.readSomewhat(image)
            } catch is any Diagnostic {
            }
        }
    }

    /// Two pages of 64+16, so that a round is quick.
    private static func small(_ name: String) throws -> [UInt8] {
        let lines = TextSamples.lines(try TextSamples.text(name))
        let oob = lines.filter { $0.hasPrefix("  OOB") }
        return TextSamples.bytes(
            ["Block size 1024, page size 64, OOB size 16"] + lines[..<4] + oob[..<1] + lines[4..<8] + oob[1..<2] + [""])
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 1...100, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[at] = Array("0123456789abcdef :x|\n\r".utf8).randomElement(using: &random) ?? 0
        case 2: bytes.removeSubrange(at..<end)
        case 3: bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
        case 4: bytes.removeSubrange(at...)
        default: bytes.insert(contentsOf: Array("0x0fffffff0: 00\n".utf8), at: at)
        }
    }

    /// Extents of huge chips are told, not walked page by page.
    private static func readSomewhat(_ image: any RawImage) throws {
        var extents = try ExtentSequence(image)
        var count = 0
        while try extents.next() != nil, count < 100 { count += 1 }
        for page in [0, 1, image.geometry.pageCount - 1] where page < image.geometry.pageCount {
            _ = image.fileOffset(of: PageNumber(page))
            _ = try image.isBad(image.geometry.block(of: PageNumber(page)))
        }
    }

    @Test("text that never hangs together is refused, in memory that does not grow")
    func fragments() throws {
        let text = (0..<(40_000)).map { "0x" + String(0x1000_0000 + $0 * 0x2000, radix: 16) + ": 00\n" }.joined()
        #expect(throws: FormatError(.tooLarge, "")) { try TextSamples.open(Array(text.utf8), geometry: "512x32") }
    }

    @Test("lines without end are no rows")
    func longLine() throws {
        var text = [UInt8](repeating: UInt8(ascii: " "), count: 3 << 20)
        text += Array("\n".utf8) + (try TextSamples.text("pretty_oob_2pages"))
        #expect(try Snapshot(TextSamples.open(text)).pages[1].state == .programmed)
    }
}
