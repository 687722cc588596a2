// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import FormatRegistry
import Foundation
import TestKit
import Testing

/// One chip of the corpus: what its manifest says, and a folder for the files of one test.
final class CorpusChip {
    let name: String
    let manifest: Manifest
    private let folder: String
    private let work: URL

    /// What the tests need of `MANIFEST.json`.
    struct Manifest: Decodable {
        let modprobe: String
        let sysfs: [String: String]
        let layout: Layout
        let commands: [String]
        let files: [String: File]

        struct Layout: Decodable { let badblocks: [Int] }
        struct File: Decodable {
            let bytes: Int
            let sha256: String
            /// What nanddump said.
            let stderr: [String]?
        }
    }

    init(_ name: String, in corpus: String) throws {
        self.name = name
        folder = "\(corpus)/\(name)"
        manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: "\(folder)/MANIFEST.json")))
        work = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: work) }

    /// Every chip of the corpus, one at a time: each takes some hundred MB of temporary files.
    static func forEach(_ body: (CorpusChip) throws -> Void) throws {
        guard let corpus = Fixture.corpusFolder() else { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: corpus).sorted().filter {
            FileManager.default.fileExists(atPath: "\(corpus)/\($0)/MANIFEST.json")
        }
        #expect(!names.isEmpty, "\(corpus) holds no chips")
        for name in names { try body(CorpusChip(name, in: corpus)) }
    }

    func path(_ file: String) -> String { work.appendingPathComponent(file).path }

    /// Expands a stored dump.
    func expand(_ file: String) throws -> String {
        let target = path(file)
        if !FileManager.default.fileExists(atPath: target) {
            _ = try Fixture.output(of: ["zstd", "-dq", "--long=27", "\(folder)/\(file).zst", "-o", target])
        }
        return target
    }

    func file(_ name: String) throws -> Manifest.File { try #require(manifest.files[name]) }

    // MARK: the chip

    private func number(_ attribute: String) throws -> Int {
        try #require(manifest.sysfs[attribute].flatMap { Int($0) })
    }

    var pageSize: Int { get throws { try number("writesize") } }
    var oobSize: Int { get throws { try number("oobsize") } }
    var blockSize: Int { get throws { try number("erasesize") } }
    var pagesPerBlock: Int { get throws { try blockSize / pageSize } }
    var bad: BlockSet { BlockSet(manifest.layout.badblocks.map { BlockNumber($0) }) }

    var geometry: GeometrySpec {
        get throws {
            GeometrySpec(pageSize: try pageSize, oobSize: try oobSize, pagesPerBlock: try pagesPerBlock)
        }
    }

    /// What nandsim was told: `bitflips` a read, `gravepages` that no read gives right.
    private func simulation(_ key: String) -> [Int] {
        let option = manifest.modprobe.split(separator: " ").first { $0.hasPrefix("\(key)=") }
        return option?.dropFirst(key.count + 1).split(separator: ",").compactMap {
            Int($0.prefix { $0 != ":" })
        } ?? []
    }

    /// Bits that one read of a page may flip.
    var flipsPerRead: Int { simulation("bitflips").first ?? 0 }
    var gravePages: [Int] { simulation("gravepages") }

    /// Where a place in the data of the chip lies when the bad blocks are left out, in bytes.
    func offsetWithoutBad(_ offset: Int) throws -> Int {
        let block = try offset / blockSize
        return try offset - manifest.layout.badblocks.count { $0 < block } * blockSize
    }

    // MARK: the work

    func open(_ path: String, _ spec: FormatSpec) throws -> any RawImage {
        try ImageOpener(registry: museimgFormats).open(
            FileOpening.source(path: path), formats: [spec], geometry: geometry
        ).image
    }

    /// Converts file by file, as the program does.
    @discardableResult
    func convert(_ input: String, _ source: FormatSpec, to file: String, _ target: FormatSpec) throws -> Account {
        let image = try open(input, source)
        let output = try ImageOutput(
            path: path(file), chain: [target], registry: museimgFormats, geometry: image.geometry,
            chipOOBSize: image.chipOOBSize, overwrite: true)
        let account = try Conversion(
            from: image, marker: image.marker, positions: image.positions, to: output.writer
        ).run()
        try output.commit()
        return account
    }

    func sha256(_ path: String) throws -> String {
        String(decoding: try Fixture.output(of: ["sha256sum", path]).prefix(64), as: UTF8.self)
    }
}
