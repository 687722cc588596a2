// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import FormatKit
import FormatRegistry

/// `museimg formats`: what can be read and written.
struct FormatsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "List the formats, or explain one with its options and limits.",
        discussion: """
            EXAMPLES
              museimg formats
              museimg formats raw-oob
              museimg formats --json
            """)

    @Argument(
        help: ArgumentHelp("The format to explain.", valueName: "name"),
        completion: .list(museimgFormats.formats.map(\.info.name)))
    var name: String?

    /// For docs/formats.md, which `scripts/make-docs` writes.
    @Flag(help: .hidden) var markdown = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let formats = try name.map { [try museimgFormats.require($0)] } ?? museimgFormats.formats
        if console.options.json {
            try console.printJSON(FormatsAnswer(formats))
        } else if markdown {
            FormatsMarkdown.print(formats, console)
        } else if name != nil {
            formats.forEach { FormatsText.details($0.info, console) }
        } else {
            FormatsText.table(formats.map(\.info), console)
        }
        return .done
    }
}
