// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import FormatKit
import Inspect

/// `museimg info`: what an image is, in one screen.
struct InfoCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what an image is: format, geometry, blocks, and what is recognised in the data.",
        discussion: """
            Looks at every page of up to 1 GiB; of bigger dumps at a sample, always the same, and says so.

            EXAMPLES
              museimg info dump.bin
              museimg info -g 2048+64x64 dump.bin
              museimg info --json dump.bin
            """)

    @OptionGroup var source: ImageOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let subject = try source.open(console)
        let inspection = try Inspection(
            subject.device, marker: subject.image.marker, origin: subject.image.geometryOrigin)
        let next = NextSteps(subject, inspection, asked: source).commands
        if console.options.json {
            try console.printJSON(InfoAnswer(subject, inspection, next: next))
        } else {
            InfoText(subject, inspection, next: next).lines.forEach { console.print($0) }
        }
        console.report(inspection.findings.filter { $0.severity == .warning }, of: subject.name)
        return .done
    }
}
