// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore

/// `museimg store mark S NAME`
struct MarkStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Give the present state, or another point, a name.",
        discussion: """
            EXAMPLES
              museimg store mark chip.muse before-update
              museimg store mark chip.muse first-boot --at 142
            """)

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The mark: up to 200 bytes without spaces and @, and no number.", valueName: "name"))
    var name: String

    @Option(
        help: ArgumentHelp(
            "The point: a record's number or another mark (default: the last record).", valueName: "point"))
    var at: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let store = try options.open(console)
        let target = try store.mark(name, at: at)
        if console.options.json {
            try console.printJSON(MarkStoreAnswer(store: options.store, name: name, target: target))
        } else {
            console.print("\(options.store): \(name) is \(target)")
        }
        return .done
    }
}

/// `museimg.store-mark/1`
struct MarkStoreAnswer: JSON.Answer {
    let schema = "museimg.store-mark/1"
    let store: String
    let name: String
    /// The number of the record that it names.
    let target: Int
}
