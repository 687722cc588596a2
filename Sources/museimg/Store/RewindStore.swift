// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore

/// `museimg store rewind S POINT`
struct RewindStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "rewind",
        abstract: "Go back to a point, and on from there; what was after it stays, under a mark.",
        discussion: """
            EXAMPLES
              museimg store rewind chip.muse before-update
              museimg store rewind chip.muse 142
            """)

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The point: a mark, a record's number, or 0 for the base.", valueName: "point"))
    var point: String

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let store = try options.open(console)
        let (target, mark) = try store.rewind(to: point)
        if console.options.json {
            try console.printJSON(RewindStoreAnswer(store: options.store, target: target, mark: mark))
        } else {
            let rest = mark.map { "; what was after it is \($0)" } ?? ""
            console.print("\(options.store): is as it was after record \(target)\(rest)")
        }
        return .done
    }
}

/// `museimg.store-rewind/1`
struct RewindStoreAnswer: JSON.Answer {
    let schema = "museimg.store-rewind/1"
    let store: String
    /// The number of the record that was gone back to.
    let target: Int
    /// The name that what was after it got; absent when it had one, or nothing was.
    let mark: String?
}
