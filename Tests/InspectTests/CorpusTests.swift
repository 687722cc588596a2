// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Foundation
import Inspect
import TestKit
import Testing

@Suite("The shared dumps made by the kernel")
struct CorpusTests {
    @Test(
        "geometry, bad blocks and contents of each",
        arguments: [
            ("jffs2-512x16-hamming", "512+16x32x2048", "JFFS2"), ("ubifs-2048x64-bch4", "2048+64x64x1024", "UBI"),
            ("ubifs-2048x64-hamming", "2048+64x64x1024", "UBI"),
        ])
    func whole(_ name: String, _ geometry: String, _ kind: String) throws {
        guard let corpus = Fixture.corpusFolder() else { return }
        let file = try FileOpening.source(path: "\(corpus)/\(name)/oob-dumpbad.bin.zst")
        let image = try ImageOpener(registry: museimgFormats).open(file).image
        #expect(image.geometry.description == geometry)
        let inspection = try Inspection(image, marker: image.marker, origin: image.geometryOrigin)
        #expect(inspection.findings == [])
        #expect(inspection.contents.map(\.kind) == [kind])
        let manifest = try JSONSerialization.jsonObject(
            with: try Data(contentsOf: URL(filePath: "\(corpus)/\(name)/MANIFEST.json")))
        let layout = (manifest as? [String: Any])?["layout"] as? [String: Any]
        let bad = try #require(layout?["badblocks"] as? [Int])
        #expect(inspection.blocks.bad == BlockSet(bad.map { BlockNumber($0) }))
        if kind == "UBI" {
            #expect(inspection.contents.first?.parts.map(\.name) == ["rootfs", "static1", "empty"])
            #expect(inspection.contents.first?.parts.first?.contents.map(\.kind) == ["UBIFS"])
        }
        try stripped(image)
    }

    /// The data alone must not look like OOB.
    private func stripped(_ image: any RawImage) throws {
        let geometry = image.geometry
        var data: [UInt8] = []
        var walker = try PageWalker(image)
        while let run = try walker.step() { data += run.data }
        #expect(data.count == geometry.dataSize)
        #expect(try GeometryEvidence(MemorySource(data)).withOOB == nil)
    }
}
