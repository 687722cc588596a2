// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import FormatKit
import FormatRegistry

/// `museimg store export S[@POINT] OUT`
struct ExportStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a point of a store as an image, by default in the form of its base.",
        discussion: """
            `museimg convert store:S@POINT OUT` with its usual options; what they are,
            `museimg convert --help` tells.

            EXAMPLES
              museimg store export chip.muse out.bin
              museimg store export chip.muse@before out.bin -O raw
            """)

    @Argument(help: ArgumentHelp("The store, with @POINT or as it is now.", valueName: "store"), completion: .file())
    var store: String

    @Argument(help: ArgumentHelp("PATH, or - for standard output.", valueName: "out"), completion: .file())
    var output: String

    @Option(
        name: [.customShort("O"), .long],
        help: ArgumentHelp("The output's format (default: the base's).", valueName: "format"),
        completion: .list(museimgFormats.formats.filter(\.info.canWrite).map(\.info.name)))
    var outputFormat: String?

    @Option(
        name: [.customShort("L"), .long],
        help: ArgumentHelp("The output's page layout: parity is made for it.", valueName: "layout"))
    var outputLayout: [String] = []

    @Flag(help: "Fail, and write nothing, where the output cannot express all.")
    var strict = false

    @Flag(help: "Replace OUT if it is there.")
    var force = false

    @OptionGroup var place: BaseOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let spec = place.spec(store)
        var words = ["\(spec.formats.map(\.description).joined(separator: ":")):\(spec.path)", output]
        if let outputFormat { words += ["-O", outputFormat] }
        words += outputLayout.flatMap { ["-L", $0] }
        if strict { words.append("--strict") }
        if force { words.append("--force") }
        return try ConvertCommand.parse(words).run(console)
    }
}
