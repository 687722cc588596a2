// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import FormatKit
import PageLayout

/// A check as text: one screen for each image.
final class CheckText: CheckPrinter {
    private let subjects: [Subject]
    private let listsPages: Bool
    private let console: Console
    private var current: CheckSubject?
    private static let titleWidth = 13
    private static let maxRuns = 12

    init(_ subjects: [Subject], listsPages: Bool, _ console: Console) {
        self.subjects = subjects
        self.listsPages = listsPages
        self.console = console
    }

    func uncorrectable(_ step: UncorrectableStep, _ subject: CheckSubject) throws {
        begin(subject)
        console.print("\(name(subject))\(place(step))")
    }

    func report(_ report: CheckReport, _ subject: CheckSubject, _ vote: VoteTotals?) throws {
        begin(subject)
        row("image", [title(subject)])
        row(report.geometry.isNOR ? "bytes" : "pages", [pages(report)])
        if let vote { row("vote", VoteLines.lines(vote, subjects.map(\.name))) }
        if report.layouts.isEmpty { row("layout", [withoutLayout]) }
        for layout in report.layouts { show(layout, report) }
        if report.uncheckedPages > 0, !report.layouts.isEmpty {
            let pages = TextTable.count(report.uncheckedPages, "page")
            row("unchecked", ["\(pages) with data, in blocks of which no layout is known"])
        }
        row("worst", worst(report))
        row("uncorrectable", uncorrectable(report))
        if !report.geometry.isNOR { row("bad blocks", BadBlockLines.lines(report, limit: Self.maxRuns)) }
        if report.uncorrectableSteps > 0 {
            console.print(Paint.red("not all can be corrected", if: console.screen.usesColor))
        }
    }

    private var withoutLayout: String {
        if subjects.first?.layoutOrigin == .given { return "none, as given: ECC was not checked" }
        if subjects.first?.geometry.oobSize == 0 { return "none known: the dump holds no OOB; ECC was not checked" }
        return "none known: ECC was not checked; `museimg identify` looks for one, and -l names it"
    }

    /// A blank line before each image but the first.
    private func begin(_ subject: CheckSubject) {
        if current != nil, current != subject { console.print() }
        current = subject
    }

    private func row(_ title: String, _ texts: [String]) {
        for (i, text) in texts.enumerated() {
            let line = TextTable.pad(i == 0 ? title : "", Self.titleWidth) + "  " + text
            console.print(Diagnostics.printable(line))
        }
    }

    private func name(_ subject: CheckSubject) -> String {
        guard subjects.count > 1 else { return "" }
        switch subject {
        case .image(let i): return Diagnostics.printable(subjects[i].name) + ": "
        case .vote: return "together: "
        }
    }

    private func title(_ subject: CheckSubject) -> String {
        switch subject {
        case .image(let i):
            let image = subjects[i]
            return "\(image.name), \(image.opened.chainDescription), \(image.geometry)"
        case .vote: return "all \(subjects.count) together"
        }
    }

    private func pages(_ report: CheckReport) -> String {
        let counts = PageState.allCases.compactMap { state in
            report.pages[state].flatMap { $0 > 0 ? "\($0) \(state)" : nil }
        }
        return counts.isEmpty ? "none" : counts.joined(separator: ", ")
    }

    private func show(_ check: LayoutCheck, _ report: CheckReport) {
        let layout = check.layout
        let blocks = shortened(check.blocks, limit: Self.maxRuns)
        guard check.isChecked else {
            row("layout", ["\(layout.name), blocks \(blocks): it says nothing of ECC, which was not checked"])
            return
        }
        let steps = TextTable.count(layout.steps.count, "step")
        let unit = layout.code.countsSymbols ? "symbol" : "bit"
        let most = TextTable.count(layout.code.strength, "wrong \(unit)")
        row("layout", ["\(layout.name), blocks \(blocks): \(steps) a page, up to \(most) in each"])
        let totals = check.totals
        row(
            "steps",
            [
                "\(totals.clean) clean, \(totals.correctedSteps) corrected, \(totals.uncorrectable) uncorrectable, "
                    + "\(totals.erasedSteps) erased"
            ])
        row("\(unit) errors", ErrorHistogram.lines(totals))
        row("rate", rate(check, totals))
        if totals.erasedWithFlips > 0 {
            let steps = totals.erasedWithFlips == 1 ? "1 step has" : "\(totals.erasedWithFlips) steps have"
            let rate = Scientific.text(totals.erasedFlips, of: check.erasedBits)
            row("erased", ["\(steps) \(TextTable.count(totals.erasedFlips, "bit")) turned to 0: \(rate)"])
        }
    }

    private func rate(_ check: LayoutCheck, _ totals: StepTotals) -> [String] {
        guard check.programmedBits > 0 else { return [] }
        let all = Scientific.text(totals.correctedBits, of: check.programmedBits)
        guard totals.correctedBits > 0 else { return ["\(all): no wrong bit in \(check.programmedBits)"] }
        var lines = [
            "\(all): \(totals.correctedBits) of \(check.programmedBits); 0 to 1: \(check.zeroToOne), 1 to 0: \(check.oneToZero)"
        ]
        if check.positions.count > 1, check.positions.count <= 16 {
            lines.append(
                "by step of the page: " + check.positions.map { "\($0.correctedBits)" }.joined(separator: ", "))
        }
        return lines
    }

    private func worst(_ report: CheckReport) -> [String] {
        report.worst.map { page in
            let bits = TextTable.count(page.worstStep, "bit")
            return "\(place(page.page, report.geometry)): \(bits) in a step, \(page.total) in all"
                + (page.fileOffset.map { " (file offset \(ByteCount.hex($0)))" } ?? "")
        }
    }

    private func uncorrectable(_ report: CheckReport) -> [String] {
        guard report.uncorrectableSteps > 0 else { return [] }
        let sums =
            "\(TextTable.count(report.uncorrectableSteps, "step")) in \(TextTable.count(report.uncorrectablePages, "page"))"
        guard !listsPages else { return [sums] }
        let more = report.uncorrectableSteps - report.uncorrectable.count
        return [sums] + report.uncorrectable.map { place($0) }
            + (more > 0 ? ["... and \(more) more (--pages lists them)"] : [])
    }

    private func place(_ step: UncorrectableStep) -> String {
        guard let geometry = subjects.first?.geometry else { return "" }
        return "\(place(step.page, geometry)) step \(step.step)"
            + (step.fileOffset.map { " (file offset \(ByteCount.hex($0)))" } ?? "")
    }

    private func place(_ page: PageNumber, _ geometry: Geometry) -> String {
        "block \(geometry.block(of: page).rawValue) page \(page.rawValue % geometry.pagesPerBlock)"
    }
}

/// `3, 17..20`, and no more than `limit` runs.
func shortened(_ blocks: BlockSet, limit: Int) -> String {
    let runs = blocks.runs.prefix(limit).map { run in
        run.count == 1
            ? "\(run.lowerBound.rawValue)" : "\(run.lowerBound.rawValue)..\(run.upperBound.rawValue - 1)"
    }
    return runs.joined(separator: ", ") + (blocks.runs.count > limit ? ", ..." : "")
}

extension LayoutCode {
    /// Whether its errors are counted in symbols of several bits.
    var countsSymbols: Bool { if case .reedSolomon = self { true } else { false } }
}
