// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ArgumentParser
import Flash
import FormatKit
public import Identification
import PageLayout

/// `museimg identify`: geometry and page layout from the bytes, with proof.
struct IdentifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "identify",
        abstract: "Find out geometry, order of OOB and page layout of a dump, with proof.",
        discussion: """
            Re-encodes pages with every layout of the catalogue and counts exact
            matches; a layout is proved when chance cannot have made them. Exit code 1
            when nothing is proved.

            EXAMPLES
              museimg identify dump.bin
              museimg identify --effort full --save chip.toml dump.bin
              museimg identify --json -g 2048+64x64 dump.bin
            """)

    @OptionGroup var source: ImageOptions

    @Option(help: ArgumentHelp("How much to try: quick, normal or full.", valueName: "effort"))
    var effort = Identifier.Effort.normal

    @Option(help: ArgumentHelp("Show up to this many readings.", valueName: "count"))
    var candidates = 5

    @Option(
        help: ArgumentHelp("Write the proved layout as a file that -l reads.", valueName: "file"),
        completion: .file(extensions: ["toml"]))
    var save: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        guard candidates > 0 else { throw UsageError("--candidates \(candidates): expected at least 1") }
        var asked = source
        // Its own quick look is not needed: this one goes further.
        asked.opening.layouts.layout = ["none"]
        let subject = try asked.open(console)
        let identifier = Identifier(catalogue: try LayoutCatalogue.embedded(), effort: effort)
        let report = try identify(subject, identifier)
        let saved = try save.flatMap { try write(report, to: $0, console) }
        let layout = saved ?? IdentifyText.layoutWords(report)
        if console.options.json {
            try console.printJSON(IdentifyAnswer(subject, report, limit: candidates, layout: layout))
        } else {
            IdentifyText(report, limit: candidates, layout: layout).lines.forEach { console.print($0) }
        }
        return report.proved == nil ? .no : .done
    }

    /// Formats that state the pages are taken at their word; plain bytes are looked at afresh.
    private func identify(_ subject: Subject, _ identifier: Identifier) throws -> IdentificationReport {
        guard subject.image is FlatImage else { return try identifier.identify(subject.image) }
        let isNamed = source.opening.format != nil || !OpenOptions.spec(source.image).formats.isEmpty
        if isNamed, case .given = subject.image.geometryOrigin { return try identifier.identify(subject.image) }
        return try identifier.identify(subject.opened.content, hint: try source.opening.parsedGeometry())
    }

    /// - Returns: the path as `-l` takes it; nil when nothing was written.
    private func write(
        _ report: IdentificationReport, to path: String, _ console: Console
    ) throws -> String? {
        guard let layout = report.proved?.layout else {
            console.warn("\(path): not written: no layout is proved")
            return nil
        }
        let output = try OutputFile(path: path, overwrite: true)
        try output.sink.write(Array(layout.file().utf8))
        try output.commit()
        return path.contains("/") || path.hasSuffix(".toml") ? path : "./\(path)"
    }
}

extension Identifier.Effort: ExpressibleByArgument {}
