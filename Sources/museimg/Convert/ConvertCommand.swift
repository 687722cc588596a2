// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Conversion
import Flash
import FormatKit
import FormatRegistry

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
              museimg convert -g 2048+64x64 -O raw-oob,order=at-end dump.bin split.bin
              museimg convert -g 2048+64x64 --range block:0..3 dump.bin boot.bin
            """)

    @Argument(
        help: ArgumentHelp("PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "in"),
        completion: .file())
    var input: String

    @Argument(help: ArgumentHelp("PATH, or - for standard output.", valueName: "out"), completion: .file())
    var output: String

    @OptionGroup var opening: OpenOptions

    @Option(
        name: [.customShort("O"), .long],
        help: ArgumentHelp("The output's format, as in raw-oob,order=at-end or gzip:raw.", valueName: "format"),
        completion: .list(museimgFormats.formats.filter(\.info.canWrite).map(\.info.name)))
    var outputFormat: String?

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

    func run(_ console: Console) throws -> ExitStatus {
        guard output != "-" || !console.options.json else {
            throw UsageError("OUT is standard output, where --json answers", hint: "give OUT a name")
        }
        let subject = try opening.open(input, console)
        let format = try OutputFormat(told: outputFormat, path: output, image: subject.image, registry: museimgFormats)
        try refuseBinaryToTerminal(format, console)
        let pages = try range.map { try Where(parsing: $0).pages(in: subject.device) }
        let wishes = ConversionOptions(range: pages, oob: oob, bad: bad, missing: missing)
        let target = try ImageOutput(
            path: output, chain: format.chain, registry: museimgFormats,
            geometry: try wishes.targetGeometry(of: subject.geometry), chipOOBSize: subject.image.chipOOBSize,
            overwrite: force, discards: dryRun)
        let conversion = try Conversion(
            from: subject.device, marker: subject.image.marker, positions: subject.image.positions,
            damagedWrappers: subject.opened.damagedWrappers, to: target.writer, options: wishes)
        let progress = try console.beginProgress(
            "convert", total: (pages?.count ?? subject.geometry.pageCount) * subject.geometry.pageSize)
        let account = try conversion.run { done, _ in progress.update(done * subject.geometry.pageSize) }
        let isRefused = strict && !account.strictViolations.isEmpty
        if !isRefused && !dryRun { try target.commit() }
        progress.end()
        let answer = ConvertReport(
            subject: subject, path: output, format: format, bytes: target.bytesWritten, account: account,
            isDryRun: dryRun, isRefused: isRefused)
        try answer.tell(console)
        return isRefused ? .failed : account.hasLosses ? .losses : .done
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
