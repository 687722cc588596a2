// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Identification
import PageLayout

/// Identification of small dumps.
public enum Identifying {
    /// One layout in five: making the codes of all takes many seconds under the sanitizers.
    private static let catalogue = Result {
        let templates = try LayoutCatalogue.embedded().templates
        return LayoutCatalogue(stride(from: 0, to: templates.count, by: 5).map { templates[$0] })
    }

    /// The first three bytes choose a layout, how many pages there are, and the seed of their content; the others damage
    /// the dump. Where they choose none, the others are the dump.
    public static func identify(_ bytes: [UInt8]) throws {
        guard bytes.count > 3 else { return }
        let catalogue = try catalogue.get()
        let rest = Array(bytes[3...])
        let index = Int(bytes[0])
        var dump = rest
        if index < catalogue.templates.count {
            dump = try pages(catalogue.templates[index], count: Int(bytes[1] % 16) + 1, seed: bytes[2])
            damage(&dump, rest)
        }
        check(try Identifier(catalogue: catalogue, effort: .quick).identify(MemorySource(dump)), size: dump.count)
    }

    private static func check(_ report: IdentificationReport, size: Int) {
        for candidate in report.candidates {
            precondition(!candidate.isProved || candidate.layout != nil)
            precondition(!candidate.isProved || candidate.log2Chance < -20)
            precondition(candidate.geometry.pageSize + candidate.geometry.oobSize <= max(size, 1 << 16))
            for (part, next) in zip(candidate.ranges, candidate.ranges.dropFirst()) {
                precondition(part.blocks.upperBound == next.blocks.lowerBound)
            }
            precondition(!candidate.evidence.contains { $0.text.isEmpty })
        }
    }

    /// Structures that state the geometry; what begins as a parameter page is given the signature and the checksum of one.
    public static func answers(_ bytes: [UInt8]) throws {
        var bytes = bytes
        let size = ONFIPage.size
        for start in stride(from: 0, through: bytes.count - size, by: size) where bytes[start] == UInt8(ascii: "O") {
            bytes.replaceSubrange(start..<start + 4, with: "ONFI".utf8)
            let crc = ONFIPage.crc(bytes[start..<start + size - 2])
            bytes[start + size - 2] = UInt8(truncatingIfNeeded: crc)
            bytes[start + size - 1] = UInt8(truncatingIfNeeded: crc >> 8)
        }
        for answer in try DirectAnswer.find(MemorySource(bytes)) {
            precondition(!answer.text.isEmpty)
            guard answer.geometry.pagesPerBlock > 0 else { continue }
            _ = try answer.geometry.geometry(blockCount: answer.geometry.blockCount ?? 1)
            let again = try GeometrySpec(parsing: answer.geometry.description)
            precondition(again == answer.geometry)
        }
    }

    /// Raw pages of a layout with something in them.
    private static func pages(_ template: LayoutTemplate, count: Int, seed: UInt8) throws -> [UInt8] {
        guard let shape = template.shapes.first else { return [] }
        let layout = try template.layout(for: shape)
        let codec = try LayoutCodec(layout)
        let workspace = LayoutCodec.Workspace(for: codec)
        var dump: [UInt8] = []
        var state = UInt64(seed) &+ 1
        for page in 0..<count {
            var raw = (0..<layout.rawPageSize).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            raw.withUnsafeMutableBytes { raw in
                guard let raw = raw.baseAddress else { return }
                codec.encode(raw, workspace, setsPads: true) { _ in .encode }
                codec.scramble(raw, pageInBlock: page % 32)
            }
            dump += raw
        }
        return dump
    }

    /// Each three bytes name a place and a value; the last cuts.
    private static func damage(_ dump: inout [UInt8], _ bytes: [UInt8]) {
        for i in stride(from: 0, to: bytes.count - 2, by: 3) {
            let place = (Int(bytes[i]) << 8 | Int(bytes[i + 1])) * dump.count >> 16
            dump[place] ^= bytes[i + 2]
        }
        if let cut = bytes.last, cut & 1 == 1 { dump.removeLast(dump.count * Int(cut) / 512) }
    }
}
