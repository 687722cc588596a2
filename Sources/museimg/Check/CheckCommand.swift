// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Check
import Flash
import FormatKit
import PageLayout

/// `museimg check`: how many bits of a dump are wrong, and which cannot be put right.
struct CheckCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Count the wrong bits of a dump, and find what cannot be corrected.",
        discussion: """
            Checks the ECC of every page by its layout: how many bits of each step are
            wrong, which steps are beyond correction, which blocks are marked bad, and
            what the bad-block tables on the chip say. Several dumps of one chip are
            checked one by one, and then together: each bit as most of them have it, each
            step from where it decodes (`museimg convert --vote` writes that).

            Exit status 0: all can be corrected; 1: a step cannot, in the one dump or in
            what the dumps have together, or nothing was checked because no layout is
            known (-l none asks for that); 2: could not be read; 3: all can be corrected,
            but for pages that the dump does not hold whole.

            EXAMPLES
              museimg check dump.bin
              museimg check --pages --worst 10 -g 2048+64x64 dump.bin
              museimg check first.bin second.bin third.bin
            """)

    @Argument(
        help: ArgumentHelp("PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "image"),
        completion: .file())
    var images: [String]

    @OptionGroup var opening: OpenOptions

    @Flag(help: "List every uncorrectable step, not only the first few.")
    var pages = false

    @Option(help: ArgumentHelp("How many of the worst pages to show.", valueName: "n"))
    var worst = 3

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard (0...1000).contains(worst) else { throw ValidationError("--worst \(worst): expected 0 to 1000") }
        guard images.count <= VotedSource.maximumCopies else {
            throw ValidationError("\(images.count) images, expected at most \(VotedSource.maximumCopies)")
        }
        guard images.count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("two images are standard input; one can be")
        }
    }

    func run(_ console: Console) throws -> ExitStatus {
        let subjects = try images.map { try opening.open($0, console) }
        let tally = VoteTally(copies: subjects.count)
        let voted = try Vote.among(subjects, tally)
        let rounds = subjects.count + (voted == nil ? 0 : 1)
        let progress = try console.beginProgress(
            "check", total: subjects.reduce(0) { $0 + $1.geometry.dataSize } / subjects.count * rounds)
        let printer: any CheckPrinter =
            console.options.json
            ? try CheckJSON(subjects, listsPages: pages, console) : CheckText(subjects, listsPages: pages, console)
        var status = ExitStatus.done
        var done = 0
        for (i, subject) in subjects.enumerated() {
            console.subject = subject.name
            let checker = try Checker(
                subject.raw, plan: subject.layouts, marker: subject.image.marker, worst: worst)
            let report = try check(checker, .image(i), from: done, printer, progress, console)
            try printer.report(report, .image(i), nil)
            done += subject.geometry.dataSize
            status = self.status(report, isTold: subject.layoutOrigin == .given)
        }
        if let voted {
            console.subject = "all images together"
            let checker = try Checker(
                voted, plan: voted.plan, marker: subjects.first?.image.marker, worst: worst)
            // Looking for tables has asked for some pages before.
            tally.reset()
            let report = try check(checker, .vote, from: done, printer, progress, console)
            try printer.report(report, .vote, tally.totals)
            status = self.status(report, isTold: subjects.first?.layoutOrigin == .given)
        }
        return status
    }

    /// - Parameter isTold: whether the user named the layout, which may be none.
    private func status(_ report: CheckReport, isTold: Bool) -> ExitStatus {
        let hasData = report.pages[.programmed] ?? 0 > 0
        if report.uncorrectableSteps > 0 || hasData && !isTold && !report.layouts.contains(where: \.isChecked) {
            return .no
        }
        return report.pages[.unreadable] ?? 0 > 0 ? .losses : .done
    }

    private func check(
        _ start: Checker, _ subject: CheckSubject, from done: Int, _ printer: any CheckPrinter,
        _ progress: ProgressMeter, _ console: Console
    ) throws -> CheckReport {
        var checker = start
        while try checker.step({ if pages { try printer.uncorrectable($0, subject) } }) {
            try console.output.check()
            progress.update(done + checker.position)
        }
        return checker.report
    }
}

/// What is checked.
enum CheckSubject: Equatable {
    /// One image, by its place on the command line.
    case image(Int)
    /// All of them together.
    case vote
}

/// How a check is shown.
protocol CheckPrinter {
    func uncorrectable(_ step: UncorrectableStep, _ subject: CheckSubject) throws
    func report(_ report: CheckReport, _ subject: CheckSubject, _ vote: VoteTotals?) throws
}
