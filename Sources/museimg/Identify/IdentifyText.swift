// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Identification
import PageLayout

/// The answer of `identify` as text: a table, and the flags to use.
struct IdentifyText {
    private let report: IdentificationReport
    private let limit: Int
    /// What `-l` takes for the layout of most blocks.
    private let layout: String?

    init(_ report: IdentificationReport, limit: Int, layout: String?) {
        self.report = report
        self.limit = limit
        self.layout = layout
    }

    var lines: [String] {
        var lines: [String] = []
        if report.candidates.isEmpty {
            lines.append("nothing is proved")
        } else {
            let rows = report.candidates.prefix(limit).enumerated().map { row($0 + 1, $1) }
            lines = TextTable.lines([["#", "geometry", "layout", "evidence"]] + rows)
            if report.proved == nil { lines.append("nothing is proved") }
        }
        if let proved = report.proved { lines += details(proved) }
        lines += report.remarks.map { "note: \($0)" }
        lines += report.notTried.map { "not tried: \($0)" }
        if let use = Self.use(report, layout: layout) { lines.append("use: \(use)") }
        return lines.map(Diagnostics.printable)
    }

    private func row(_ number: Int, _ candidate: IdentificationReport.Candidate) -> [String] {
        var words = candidate.evidence.first.map(Self.words) ?? ""
        if candidate.order != .interleaved, candidate.order != .dataOnly {
            words = "order=\(candidate.order.rawValue); \(words)"
        }
        return ["\(number)", candidate.geometry.description, candidate.layout?.name ?? "none", words]
    }

    private static func words(_ evidence: Evidence) -> String {
        evidence.text + (evidence.log2Chance < 0 ? " (chance 2^\(Int(evidence.log2Chance)))" : "")
    }

    private func details(_ candidate: IdentificationReport.Candidate) -> [String] {
        var lines = candidate.evidence.dropFirst().map { "also: \(Self.words($0))" }
        if !candidate.indistinguishable.isEmpty {
            lines.append("the same for these bytes: \(candidate.indistinguishable.joined(separator: ", "))")
        }
        if candidate.ranges.count > 1 {
            lines += candidate.ranges.map { range in
                let last = range.blocks.upperBound.rawValue - 1
                return "blocks \(range.blocks.lowerBound.rawValue)..\(last): \(range.layout?.name ?? "no known layout")"
            }
        }
        return lines
    }

    /// What `-l` takes for the layout of most blocks.
    static func layoutWords(_ report: IdentificationReport) -> String? { report.proved?.layout?.name }

    /// The flags that say what is proved; nil when nothing is.
    static func use(_ report: IdentificationReport, layout: String?) -> String? {
        guard let proved = report.proved, let main = proved.layout, let layout else { return nil }
        var words: [String] = []
        if proved.order != .interleaved { words += ["-f", "raw-oob,order=\(proved.order.rawValue)"] }
        words += ["-g", proved.geometry.description, "-l", layout]
        for range in proved.ranges where range.layout?.name != main.name {
            let last = range.blocks.upperBound.rawValue - 1
            let blocks = range.blocks.count == 1 ? "\(last)" : "\(range.blocks.lowerBound.rawValue)..\(last)"
            words += ["-l", "\(blocks)=\(range.layout?.name ?? "none")"]
        }
        return words.joined(separator: " ")
    }
}
