// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatUBootNand
import TestKit
import Testing

@Suite("uboot-nand")
struct UBootNandTests {
    private let format = UBootNandFormat()

    @Test(
        "the samples give their pages",
        arguments: [
            ("text/uboot-2026.10-nand-dump.log", 16), ("text-constructed/uboot-nand-dump-new.log", 8),
            ("text-constructed/uboot-nand-dump-old.log", 8),
        ])
    func samples(name: String, pages: Int) throws {
        guard let sample = try ConsoleTesting.sample(name) else { return }
        let image = try FormatTesting.open(sample.text, as: format)
        #expect(image.geometry.pageSize == 512 && image.geometry.oobSize == 16)
        let chip = try sample.payload("nand-512+16-4blk.img")
        #expect(try PageTesting.raw(image) == Array(chip[..<(pages * 528)]))
        #expect(!image.isDamaged, "\(image.findings)")
        #expect(try format.probe(ProbeInput(MemorySource(sample.text)))?.confidence == .certain)
        try Conformance.check(source: image)
    }

    @Test("with a character of a hundred damaged, nothing wrong is presented as right", arguments: [true, false])
    func damage(isNew: Bool) throws {
        var random = SeededGenerator(seed: 4)
        let chip = random.bytes(4 * 528)
        let text = PageTesting.log(chip, page: 512, oob: 16, isNew: isNew)
        let whole = try PageTesting.held(FormatTesting.open(text, as: format, "", geometry: "512+16x8"))
        #expect(whole.count == chip.count)
        for (seed, damage) in (0..<60 as Range<UInt64>).flatMap({ s in ConsoleTesting.Damage.allCases.map { (s, $0) } })
        {
            if damage == .any, !isNew { continue }
            var random = SeededGenerator(seed: seed)
            let damaged = ConsoleTesting.damaged(text, damage, using: &random).text
            do {
                let image = try FormatTesting.open(damaged, as: format, "", geometry: "512+16x8")
                for (place, byte) in try PageTesting.held(image) where whole[place] != byte {
                    let isHidden = whole[place].map { ConsoleTesting.isDot($0) && ConsoleTesting.isDot(byte) } ?? false
                    #expect(damage == .any && isHidden, "seed \(seed), \(damage): \(byte) at \(place)")
                }
                for (place, byte) in try PageTesting.partly(image) where byte != 0xFF && whole[place] != byte {
                    let isHidden = whole[place].map { ConsoleTesting.isDot($0) && ConsoleTesting.isDot(byte) } ?? false
                    #expect(damage == .any && isHidden, "seed \(seed), \(damage): \(byte) at \(place)")
                }
            } catch let error as any Diagnostic {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test("two captures, each damaged where the other is not, make the pages")
    func merging() throws {
        var random = SeededGenerator(seed: 4)
        let chip = random.bytes(4 * 528)
        let text = PageTesting.log(chip, page: 512, oob: 16, isNew: true)
        for seed in 0..<30 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let first = ConsoleTesting.damaged(text, .noDigit, lines: 0, spared: 10, using: &random).text
            let second = ConsoleTesting.damaged(text, .noDigit, lines: 1, spared: 10, using: &random).text
            let image = try FormatTesting.open(
                first, as: format, "also=second", geometry: "512+16x8", companion: second)
            let held = try PageTesting.held(image)
            for (place, byte) in held where chip[place] != byte { Issue.record("seed \(seed) at \(place)") }
            #expect(held.count == chip.count, "seed \(seed): \(held.count)")
        }
    }

    @Test("pages that are not whole are unreadable, and told with the command that shows them")
    func missing() throws {
        var random = SeededGenerator(seed: 4)
        let chip = random.bytes(4 * 528)
        for isNew in [true, false] {
            let text = PageTesting.log(chip, page: 512, oob: 16, isNew: isNew)
            var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
            let second = lines.indices.filter { lines[$0].starts(with: "Page".utf8) }[1]
            lines.remove(at: second + 5)
            let image = try FormatTesting.open(
                Array(lines.joined(separator: [0x0A])), as: format, "", geometry: "512+16x8")
            #expect(image.findings.contains { $0.message.contains("nand dump 200") }, "\(image.findings)")
            #expect(try PageTesting.held(image).count == chip.count - 528)
        }
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        var random = SeededGenerator(seed: 4)
        let chip = random.bytes(2 * 40)
        for isNew in [true, false] {
            let text = PageTesting.log(chip, page: 32, oob: 8, isNew: isNew)
            for end in 0..<text.count {
                do {
                    let image = try FormatTesting.open(Array(text[..<end]), as: format, "", geometry: "32+8x4")
                    for (place, byte) in try PageTesting.held(image) where chip[place] != byte {
                        Issue.record("cut at \(end): wrong at \(place)")
                        break
                    }
                } catch let error as any Diagnostic {
                    #expect(!error.message.isEmpty)
                }
            }
        }
    }
}

/// Logs of `nand dump`, and what images hold of them.
enum PageTesting {
    static func log(_ chip: [UInt8], page: Int, oob: Int, isNew: Bool) -> [UInt8] {
        var text = ""
        func hex(_ value: Int, _ digits: Int) -> String {
            String(decoding: HexDigits.text(value, digits: digits), as: UTF8.self).lowercased()
        }
        func row(_ bytes: ArraySlice<UInt8>, _ address: Int) -> String {
            let words = bytes.map { hex(Int($0), 2) }
            if isNew {
                let shown = bytes.map { (0x20...0x7E).contains($0) ? $0 : 0x2E }
                return
                    "\(hex(address, 8)): \(words.joined(separator: " "))  \(String(decoding: shown, as: UTF8.self))\n"
            }
            let halves = words.count == 16 ? [words[..<8], words[8...]] : [words[...]]
            return "\t" + halves.map { $0.joined(separator: " ") }.joined(separator: "  ") + "\n"
        }
        for number in 0..<(chip.count / (page + oob)) {
            let start = number * (page + oob)
            text += "=> nand dump \(String(number * page, radix: 16))\n"
            text +=
                isNew ? "\nPage at offset \(hex(number * page, 8)) dump:\n" : "Page \(hex(number * page, 8)) dump:\n"
            for at in stride(from: 0, to: page, by: 16) {
                text += row(chip[(start + at)..<(start + at + 16)], number * page + at)
            }
            text += isNew ? "\nOOB:\n" : "OOB:\n"
            for at in stride(from: 0, to: oob, by: 8) {
                text += row(chip[(start + page + at)..<(start + page + at + 8)], at)
            }
        }
        return Array(text.utf8)
    }

    /// Data and OOB of the pages that are whole, in order.
    static func raw(_ image: any RawImage) throws -> [UInt8] {
        let held = try held(image)
        return held.keys.sorted().compactMap { held[$0] }
    }

    /// Bytes of whole pages, by their place among pages with OOB.
    static func held(_ image: any RawImage) throws -> [Int: UInt8] {
        try bytes(image) { $0 != .unreadable }
    }

    /// Bytes of pages that are not whole; what is missing of them is 0xFF.
    static func partly(_ image: any RawImage) throws -> [Int: UInt8] {
        try bytes(image) { $0 == .unreadable }
    }

    private static func bytes(_ image: any RawImage, _ isMeant: (PageState) -> Bool) throws -> [Int: UInt8] {
        var held: [Int: UInt8] = [:]
        let (page, raw) = (image.geometry.pageSize, image.geometry.rawPageSize)
        var walker = try PageWalker(image)
        while let run = try walker.step() {
            guard run.content == .bytes, isMeant(run.state) else { continue }
            for (i, number) in run.pages.enumerated() {
                for (k, byte) in run.stridedData[i].enumerated() { held[number.rawValue * raw + k] = byte }
                for (k, byte) in run.stridedOOB[i].enumerated() { held[number.rawValue * raw + page + k] = byte }
            }
        }
        return held
    }
}
