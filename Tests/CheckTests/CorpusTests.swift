// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import FormatKit
import FormatRegistry
import Foundation
import PageLayout
import TestKit
import Testing

@Suite("Raw dumps of nandsim")
struct CorpusTests {
    struct Chip: Sendable {
        var folder: String
        var layout: String
        var geometry: String
    }

    static let chips = [
        Chip(folder: "jffs2-512x16-hamming", layout: "linux-hamming-small", geometry: "512+16x32"),
        Chip(folder: "ubifs-2048x64-bch4", layout: "linux-bch4", geometry: "2048+64x64"),
        Chip(folder: "ubifs-2048x64-hamming", layout: "linux-hamming", geometry: "2048+64x64"),
    ]

    @Test("uncorrectable steps are those that the kernel told of; flips elsewhere are few", arguments: chips)
    func kernel(_ chip: Chip) throws {
        guard let corpus = Fixture.corpusFolder() else { return }
        let file = try FileOpening.source(path: "\(corpus)/\(chip.folder)/oob-noecc.bin.zst")
        let image = try ImageOpener(registry: museimgFormats).open(
            file, geometry: try GeometrySpec(parsing: chip.geometry)
        ).image
        let layout = try LayoutSpec(parsing: chip.layout).layout(
            for: .init(pageSize: image.geometry.pageSize, oobSize: image.geometry.oobSize), catalogue: .embedded())
        let plan = try LayoutPlan(try LayoutCodec(layout), geometry: image.geometry)
        var steps: [Int: Int] = [:]
        var checker = try Checker(image, plan: plan, marker: image.marker)
        while try checker.step({ steps[$0.page.rawValue, default: 0] += 1 }) {}
        #expect(steps == (try told(corpus, chip, image.geometry)))
        let totals = checker.report.layouts[0].totals
        #expect(totals.correctedSteps > 0 && totals.correctedSteps < 30)
        #expect(totals.worst <= layout.code.strength)
        #expect(totals.steps == image.geometry.pageCount * layout.steps.count)
        #expect(checker.report.badBlocks.marked.isEmpty, "the dump leaves bad blocks out")
    }

    /// What the kernel said of a reading with bad blocks in their places, as pages of one without them.
    private func told(_ corpus: String, _ chip: Chip, _ geometry: Geometry) throws -> [Int: Int] {
        let text = try String(contentsOfFile: "\(corpus)/\(chip.folder)/MANIFEST.json", encoding: .utf8)
        let manifest = try JSONValue(parsing: text)
        let bad = try #require(manifest["layout"]?["badblocks"]?.items).compactMap(\.int)
        let lines = try #require(manifest["files"]?["oob-dumpbad.bin"]?["stderr"]?.items).compactMap(\.text)
        var steps: [Int: Int] = [:]
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count > 2, words[2] == "uncorrectable", let count = Int(words[1]), let last = words.last,
                let offset = Int(last.dropFirst(2), radix: 16)
            else { continue }
            let page = offset / geometry.pageSize
            let before = bad.count { $0 < page / geometry.pagesPerBlock }
            steps[page - before * geometry.pagesPerBlock] = count
        }
        return steps
    }
}
