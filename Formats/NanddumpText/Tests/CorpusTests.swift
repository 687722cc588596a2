// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatNanddumpText
import TestKit
import Testing

/// Texts and binary dumps that mtd-utils took of the same chip of the kernel's nandsim.
@Suite("nanddump-text: the corpus")
struct CorpusTests {
    struct Chip: Sendable, CustomTestStringConvertible {
        var folder: String
        var geometry: String
        /// What nandsim was told to make unreadable (`gravepages=`): each read gives other bytes.
        var gravePages: Set<Int>
        var testDescription: String { folder }
    }

    static let chips = [
        Chip(folder: "jffs2-512x16-hamming", geometry: "512+16x32", gravePages: [38410, 38420]),
        Chip(folder: "ubifs-2048x64-bch4", geometry: "2048+64x64", gravePages: [64970]),
        Chip(folder: "ubifs-2048x64-hamming", geometry: "2048+64x64", gravePages: [65034, 65100]),
    ]

    @Test("reads to the same pages, but for what nandsim flipped between the reads", arguments: chips)
    func pages(chip: Chip) throws {
        guard let binary = try Fixture.corpus("\(chip.folder)/oob-dumpbad.bin.zst") else { return }
        for name in ["first4-canon", "first4-pretty-noecc-bb", "tail-canon"] {
            guard let text = try Fixture.corpus("\(chip.folder)/\(name).txt.zst") else { return }
            let image = try TextSamples.open(text, geometry: chip.geometry)
            #expect(
                image.geometry.rawPageSize
                    == (try GeometrySpec(parsing: chip.geometry).geometry(blockCount: 0).rawPageSize))
            var walker = try PageWalker(image)
            var held = 0
            var differing = (data: 0, oob: 0, bits: 0)
            let raw = image.geometry.rawPageSize
            while let run = try walker.step() {
                guard run.content == .bytes else { continue }
                for i in 0..<run.pages.count {
                    held += 1
                    let page = run.pages.lowerBound.rawValue + i
                    if chip.gravePages.contains(page) { continue }
                    let start = page * raw
                    let size = image.geometry.pageSize
                    let oobSize = image.geometry.oobSize
                    let data = flips(run.data[(i * size)..<((i + 1) * size)], binary[start..<(start + size)])
                    let oob = flips(
                        run.oob[(i * oobSize)..<((i + 1) * oobSize)], binary[(start + size)..<(start + raw)])
                    if data > 0 { differing.data += 1 }
                    if oob > 0 { differing.oob += 1 }
                    differing.bits += data + oob
                }
            }
            #expect(held > 0)
            // In all the corpus one bit: OOB of page 38428 in the JFFS2 chip's tail.
            #expect(differing.data == 0 && differing.oob <= 1 && differing.bits <= 1, "\(name): \(differing)")
            #expect(try TextSamples.write(image) == text, "\(name)")
        }
    }

    private func flips(_ a: some Sequence<UInt8>, _ b: some Sequence<UInt8>) -> Int {
        zip(a, b).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    }
}
