// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import PageLayout

/// `museimg layouts import FILE`
struct ImportLayout: Command {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn a configuration of nandtool into a layout file, on standard output.",
        discussion: """
            nandtool is the Netherlands Forensic Institute's. What its configuration says of partitions and file
            systems is left out; what a layout file cannot say is an error.
            """)

    @Argument(help: ArgumentHelp("The configuration, a TOML file.", valueName: "file"), completion: .file())
    var file: String

    @Argument(help: ArgumentHelp("The layout in it; needed where it has several.", valueName: "layout"))
    var layout: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let configuration = try NandtoolConfiguration(parsing: try LayoutFile.text(file), file: file)
        let text = try configuration.layoutFile(layout)
        if console.options.json {
            try console.printJSON(ImportAnswer(toml: text))
        } else {
            text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().forEach {
                console.print(String($0))
            }
        }
        return .done
    }
}

/// `museimg.layouts-import/1`
struct ImportAnswer: Encodable {
    let schema = "museimg.layouts-import/1"
    let toml: String
}
