// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Conversion
import Flash
import FormatKit
import FormatRegistry
import PageLayout

/// `museimg convert`: from any form to any other, with an account of what the other cannot hold.
struct ConvertCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write an image in another form, byte-exact.",
        discussion: """
            The output's format comes from -O, else from OUT's extension, else it is
            the input's. OUT appears whole at the end, or not at all. What the output
            cannot express is counted in one line; exit status 3 says that something
            went that nobody asked for.

            EXAMPLES
              museimg convert -g 2048+64x64 -O raw dump.bin data.bin
              museimg convert -g 2048+64x64 --range block:0..3 dump.bin boot.bin
              museimg convert -g 2048+64x64 -l linux-bch4 -O raw dump.bin fixed.bin
              museimg convert first.log second.log -O raw merged.bin
              museimg convert --vote first.bin second.bin third.bin -O raw voted.bin
              museimg convert -g 2048x64 -L linux-bch4 -O raw-oob data.bin chip.bin
            """)

    @Argument(
        help: ArgumentHelp("PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "in"),
        completion: .file())
    var input: String

    @Argument(
        help: ArgumentHelp(
            "PATH, or - for standard output; before it, more dumps for --vote, or more captures of a console's text.",
            valueName: "out"),
        completion: .file())
    var outputs: [String]

    var output: String { outputs.last ?? "-" }

    @Flag(help: "Take each bit as most of the dumps have it, and each step from a dump where it decodes.")
    var vote = false

    @OptionGroup var opening: OpenOptions

    @Option(
        name: [.customShort("O"), .long],
        help: ArgumentHelp("The output's format, as in raw-oob,order=at-end or gzip:raw.", valueName: "format"),
        completion: .list(museimgFormats.formats.filter(\.info.canWrite).map(\.info.name)))
    var outputFormat: String?

    @Option(
        name: [.customShort("L"), .long],
        help: ArgumentHelp(
            "The output's page layout: parity is made for it. Written as -l is.", valueName: "layout"))
    var outputLayout: [String] = []

    @Flag(
        exclusivity: .exclusive,
        help: "Correct bit errors, or leave the bits as they are (default: correct where the output has no parity).")
    var correction: Correcting?

    @Option(
        name: .customLong("on-error"),
        help: ArgumentHelp(
            "Pages that the ECC cannot correct: stop, keep the raw bits, write zeros, or skip the page.",
            valueName: "what"))
    var onError = ConversionOptions.OnError.stop

    @Option(help: ArgumentHelp("Only these pages, as in block:0..7 or @0x20000+128K.", valueName: "where"))
    var range: String?

    @Option(
        help: ArgumentHelp(
            "The OOB: keep it; drop it (an output that always has OOB gets 0xFF); or make it 0xFF.",
            valueName: "what"))
    var oob: ConversionOptions.OOB?

    @Option(
        help: ArgumentHelp(
            "Bad blocks: keep them as they are, skip them (what follows moves up), or pad them with 0xFF.",
            valueName: "what"))
    var bad: BadBlockPolicy?

    @Option(
        name: .customLong("on-missing"),
        help: ArgumentHelp(
            "Pages that the input does not hold: keep them missing (where the output cannot, 0xFF, and counted), "
                + "or write them as erased.", valueName: "what"))
    var missing: ConversionOptions.Missing?

    @Flag(help: "Fail, and write nothing, where the output cannot express all and no option says so.")
    var strict = false

    @Flag(help: "Write nothing; only say what would be done.")
    var dryRun = false

    @Flag(help: "Replace OUT if it is there.")
    var force = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard !vote || outputs.count > 1 else { throw ValidationError("--vote wants two dumps or more, then OUT") }
    }

    func run(_ console: Console) throws -> ExitStatus {
        guard output != "-" || !console.options.json else {
            throw UsageError("OUT is standard output, where --json answers", hint: "give OUT a name")
        }
        let others = Array(outputs.dropLast())
        let subjects =
            vote
            ? try ([input] + others).map { try opening.open($0, console) }
            : [try opening.open(input, console, captures: others)]
        let subject = subjects[0]
        let tally = VoteTally(copies: subjects.count)
        let voted = try Vote.among(subjects, tally)
        let format = try OutputFormat(told: outputFormat, path: output, image: subject.image, registry: museimgFormats)
        try refuseBinaryToTerminal(format, console)
        let pages = try range.map { try Where(parsing: $0).pages(in: subject.device) }
        let wishes = ConversionOptions(range: pages, oob: oob, bad: bad, missing: missing, onError: onError)
        let layouts = try targetLayouts(subject, format)
        let target = try ImageOutput(
            path: output, chain: format.chain, registry: museimgFormats,
            geometry: try layouts?.geometry ?? wishes.targetGeometry(of: subject.geometry),
            chipOOBSize: subject.image.chipOOBSize, overwrite: force, discards: dryRun)
        let keepsOOB = target.writer.traits.oobSize > 0 && (oob ?? .keep) == .keep
        let route = try LayoutRoute(
            voted ?? subject.raw, layouts: subject.layouts, target: layouts, keepsOOB: keepsOOB,
            wishes: LayoutRoute.Wishes(corrects: correction.map { $0 == .correct }, onError: onError))
        let conversion = try Conversion(
            from: route.source, marker: layouts?.marker ?? subject.image.marker,
            positions: subject.image.positions, damagedWrappers: subject.opened.damagedWrappers, rest: route.rest,
            to: target.writer, options: wishes)
        let progress = try console.beginProgress(
            "convert", total: (pages?.count ?? subject.geometry.pageCount) * subject.geometry.pageSize)
        var account = try conversion.run { done, _ in progress.update(done * subject.geometry.pageSize) }
        route.complete(&account)
        if voted != nil { console.note("\(output): \(Vote.line(tally.totals, images: subjects.count))") }
        let isRefused = strict && !account.strictViolations.isEmpty
        if !isRefused && !dryRun { try target.commit() }
        progress.end()
        let answer = ConvertReport(
            subject: subject, target: layouts, path: output, format: format, bytes: target.bytesWritten,
            account: account, isDryRun: dryRun, isRefused: isRefused)
        try answer.tell(console)
        return isRefused ? .failed : account.hasLosses ? .losses : .done
    }

    /// The layouts of `-L`, with the OOB that the output's format, the source or the layout tells.
    private func targetLayouts(_ subject: Subject, _ format: OutputFormat) throws -> LayoutPlan? {
        guard !outputLayout.isEmpty else { return nil }
        let choice = try LayoutChoice(parsing: outputLayout, option: "-L")
        let catalogue = try choice.catalogue()
        let told = try format.chain.last.flatMap { try OptionReader($0).size(FlatOptions.oob.name) }
        let usual = choice.usualOOBSize(pageSize: subject.geometry.pageSize, catalogue)
        let known = subject.geometry.oobSize > 0 ? subject.geometry.oobSize : subject.image.chipOOBSize
        let size = told ?? (known > 0 ? known : usual ?? 0)
        return try choice.plan(for: try subject.geometry.with(oobSize: size), catalogue: catalogue)
    }

    private func refuseBinaryToTerminal(_ format: OutputFormat, _ console: Console) throws {
        guard output == "-", console.screen.isTerminal, !dryRun else { return }
        let isText = format.chain.count == 1 && museimgFormats.format(named: format.chain[0].name)?.info.isText == true
        guard isText else {
            throw UsageError(
                "binary is not written to a terminal", hint: "redirect standard output, or give OUT a name")
        }
    }
}

/// Whether bit errors are corrected.
enum Correcting: String, EnumerableFlag {
    case correct, asIs
}
