// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Inspect
import PageLayout

/// The answer of `info` as text: one screen.
struct InfoText {
    private let subject: Subject
    private let inspection: Inspection
    private let next: [String]

    /// More contents than this are only counted.
    private static let maxContents = 16
    private static let maxBadBlocks = 12
    private static let titleWidth = 10

    init(_ subject: Subject, _ inspection: Inspection, next: [String]) {
        self.subject = subject
        self.inspection = inspection
        self.next = next
    }

    var lines: [String] {
        var lines = row("image", [image])
        lines += row("chain", [chain])
        lines += row("geometry", geometry)
        lines += row("layout", layout)
        lines += row("ecc", ecc)
        lines += row("blocks", blocks)
        lines += row("content", contents)
        if case .unknown(let reason) = subject.image.positions { lines += row("positions", ["unknown: \(reason)"]) }
        lines += row("note", inspection.findings.filter { $0.severity == .note }.map(note))
        lines += row("next", next)
        return lines.map(Diagnostics.printable)
    }

    /// A title with its first line beside it and the others below.
    private func row(_ title: String, _ texts: [String]) -> [String] {
        texts.enumerated().map { index, text in
            TextTable.pad(index == 0 ? title : "", InfoText.titleWidth) + "  " + text
        }
    }

    private var image: String {
        let size = subject.opened.file.size
        return "\(subject.name), \(size) bytes\(size >= 1024 ? " (\(ByteCount.human(size)))" : "")"
    }

    private var chain: String {
        let last = subject.opened.chain.last.flatMap { museimgFormats.format(named: $0.format)?.info.summary }
        return subject.opened.chainDescription + (last.map { " (\($0))" } ?? "")
    }

    private var geometry: [String] {
        let shape = subject.geometry
        var parts: [String] = []
        if !shape.isNOR { parts += ["page \(shape.pageSize)", "OOB \(shape.oobSize)"] }
        parts += [
            "block \(ByteCount.human(shape.blockSize))", "\(shape.blockCount) block\(shape.blockCount == 1 ? "" : "s")",
            "\(ByteCount.human(shape.dataSize)) of data",
        ]
        return ["\(shape)   \(parts.joined(separator: ", "))", subject.image.geometryOrigin.words]
    }

    private var layout: [String] {
        guard let plan = subject.layouts, let origin = subject.layoutOrigin else { return [] }
        let rows = plan.parts.map { part in
            let (first, last) = (part.blocks.lowerBound.rawValue, part.blocks.upperBound.rawValue - 1)
            let blocks = first == last ? "block \(first)" : "blocks \(first)..\(last)"
            let unknown = origin == .given ? "none" : "unknown"
            let words = part.codec.map { [$0.layout.name, $0.layout.title] } ?? [unknown]
            return (plan.parts.count > 1 ? [blocks] : []) + words
        }
        return TextTable.lines(rows) + [origin.words]
    }

    /// What a decoder has to know of each layout's code.
    private var ecc: [String] {
        let layouts = (subject.layouts?.codecs ?? []).map(\.layout).filter(\.code.isKnown)
        let rows = layouts.map { layout in
            let steps = TextTable.count(layout.steps.count, "step")
            let words = ["\(layout.codeSummary) bytes, \(steps) a page"] + (layout.code.details.map { [$0] } ?? [])
            return (layouts.count > 1 ? [layout.name] : []) + words
        }
        return TextTable.lines(rows)
    }

    private var blocks: [String] {
        let census = inspection.blocks
        var bad = "\(census.bad.count) bad"
        if !census.bad.isEmpty {
            let runs = census.bad.description.split(separator: ",")
            let more = runs.count > InfoText.maxBadBlocks ? ", ..." : ""
            bad += " (\(runs.prefix(InfoText.maxBadBlocks).joined(separator: ", "))\(more))"
        }
        var counts = ["\(census.programmed) programmed", "\(census.erased) erased", bad, "\(census.missing) missing"]
        if census.partial > 0 {
            counts.append("\(census.partial)\(census.missing > 0 ? " of the others in part" : " held in part")")
        }
        if census.unreadable > 0 { counts.append("\(census.unreadable) unreadable") }
        return [counts.joined(separator: ", ")] + (sampling.map { [$0] } ?? [])
    }

    private var sampling: String? {
        let coverage = inspection.coverage
        guard !coverage.isWhole else { return nil }
        let which = coverage.stride == 1 ? "each block" : "one block in \(coverage.stride)"
        return "a sample: the first \(ByteCount.human(coverage.head)), and behind them the start of \(which)"
    }

    private var contents: [String] {
        let all = inspection.contents
        guard !all.isEmpty else { return ["nothing recognised"] }
        let shown = all.prefix(InfoText.maxContents)
        let digits = ByteCount.hex(max(0, subject.geometry.dataSize - 1)).count - 2
        var lines = TextTable.lines(
            shown.map { content in
                [ByteCount.hex(content.offset, digits: max(8, digits)), content.kind, summary(content)]
            })
        if all.count > shown.count { lines.append("... and \(all.count - shown.count) more (see --json)") }
        return lines
    }

    private func summary(_ content: Content) -> String {
        var words: [String] = []
        if let name = content.name { words.append("\"\(name)\"") }
        if let size = content.size { words.append(ByteCount.human(size)) }
        for detail in content.details {
            switch detail.prominence {
            case .aside: continue
            case .bare: words.append(detail.value)
            case .named: words.append("\(detail.name) \(detail.value)")
            }
        }
        if !content.parts.isEmpty { words.append(parts(content.parts)) }
        let doubt = content.confidence < .certain ? " (\(content.confidence))" : ""
        return words.joined(separator: ", ") + doubt
    }

    /// `3 volumes: rootfs (UBIFS), data, factory`.
    private func parts(_ parts: [Content.Part]) -> String {
        let names = parts.map { part in
            let kinds = part.contents.map(\.kind).joined(separator: ", ")
            return kinds.isEmpty ? part.name : "\(part.name) (\(kinds))"
        }.joined(separator: ", ")
        guard let first = parts.first, parts.allSatisfy({ $0.kind == "volume" }) else { return names }
        return "\(parts.count) \(first.kind)\(parts.count == 1 ? "" : "s"): \(names)"
    }

    private func note(_ finding: Finding) -> String {
        finding.message + (finding.hint.map { "; \($0)" } ?? "")
    }
}
