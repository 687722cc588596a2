// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import PageLayout

/// Bad blocks as lines of text: by mark, by table, and where both disagree.
enum BadBlockLines {
    /// - Parameter limit: runs of blocks that are named.
    static func lines(_ check: CheckReport, limit: Int) -> [String] {
        let report = check.badBlocks
        let hasNoMarks = check.geometry.oobSize == 0 && report.marked.isEmpty
        var lines = [
            hasNoMarks
                ? "the dump holds no OOB, and so no marks"
                : "\(report.marked.count) marked" + list(report.marked, limit)
        ]
        if !report.doubtful.isEmpty {
            let count = report.doubtful.count
            lines.append(
                "\(count) of them by a single bit, which may be a flip" + list(report.doubtful, limit))
        }
        guard !report.tables.isEmpty else { return lines + ["no bad-block table found"] }
        let current = report.current
        for table in report.tables {
            lines.append(describe(table, isCurrent: current.contains(table), limit))
            lines += table.problems.map { "  it \($0)" }
        }
        if !report.onlyMarked.isEmpty {
            lines.append("\(report.onlyMarked.count) marked and in no table" + list(report.onlyMarked, limit))
        }
        if !report.onlyListed.isEmpty {
            lines.append("\(report.onlyListed.count) in a table and not marked" + list(report.onlyListed, limit))
        }
        if report.onlyMarked.isEmpty, report.onlyListed.isEmpty, current.contains(where: \.listsAllBadBlocks) {
            lines.append("marks and tables agree")
        }
        return lines
    }

    private static func list(_ blocks: BlockSet, _ limit: Int) -> String {
        blocks.isEmpty ? "" : ": \(shortened(blocks, limit: limit))"
    }

    private static func describe(_ table: BadBlockTable, isCurrent: Bool, _ limit: Int) -> String {
        var text = "\(table.kind.rawValue) '\(table.signature)'"
        if let version = table.version { text += " version \(version)" }
        text += " in \(table.block)" + (isCurrent ? "" : ", not in use")
        if !table.factoryBad.isEmpty { text += "; \(table.factoryBad.count) bad" + list(table.factoryBad, limit) }
        if !table.worn.isEmpty { text += "; \(table.worn.count) worn" + list(table.worn, limit) }
        if !table.remaps.isEmpty { text += "; \(table.remaps.count) remapped" }
        return text
    }
}

/// What a vote came to, as lines of text.
enum VoteLines {
    static func lines(_ vote: VoteTotals, _ names: [String]) -> [String] {
        let rules: [(VoteRule, String)] = [
            (.equal, "alike in all"), (.decoded, "from where each step decodes"),
            (.majority, "by majority alone"), (.partial, "with steps that decode nowhere"),
            (.single, "in one dump only"), (.incomplete, "in no dump whole"),
        ]
        let pages = rules.compactMap { rule, words in vote.pages[rule].flatMap { $0 > 0 ? "\($0) \(words)" : nil } }
        var lines = pages.isEmpty ? [] : ["pages: " + pages.joined(separator: ", ")]
        if vote.differingBits > 0 {
            let ties = vote.tiedBits > 0 ? ", \(vote.tiedBits) of them tied" : ""
            lines.append("\(TextTable.count(vote.differingBits, "bit")) not alike in all\(ties)")
        }
        if vote.stepsFromMajority + vote.undecidedSteps + vote.stepsFromCopy.reduce(0, +) > 0 {
            let own = zip(names, vote.stepsFromCopy).map { "\($1) from \($0)" }
            lines.append(
                "steps: \(own.joined(separator: ", ")), \(vote.stepsFromMajority) from the majority, "
                    + "\(vote.undecidedSteps) decode nowhere")
        }
        if vote.disputedSteps > 0 {
            lines.append("\(TextTable.count(vote.disputedSteps, "step")) right in two dumps, and different")
        }
        return lines
    }
}
