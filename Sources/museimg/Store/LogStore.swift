// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit

/// `museimg store log S`
struct LogStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List what was done, the last first: blocks and pages, syncs, marks.",
        discussion: """
            Operations of one kind on pages or blocks that follow each other are one line.
            The number is that of the record: store:S@NUMBER is the chip after it, and 0
            the base. -v adds the time.

            EXAMPLES
              museimg store log chip.muse
              museimg store log chip.muse -n 20
              museimg store log chip.muse --marks
            """)

    @Argument(help: ArgumentHelp("The store's file.", valueName: "store"), completion: .file())
    var store: String

    @OptionGroup var limit: LineLimit

    @Flag(help: "Only marks, rewinds, faults and losses of power.")
    var marks = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        console.subject = store
        let log = try StoreLog(try FileOpening.source(path: store))
        if let tail = log.tail { console.warn("\(store): \(tail.words)") }
        let names = Dictionary(grouping: log.marks, by: \.target).mapValues { $0.map(\.name).sorted() }
        if console.options.json {
            try console.printJSON(StoreLogHeader(store: store, records: log.head, base: names[0] ?? []))
        }
        var left = limit.lines ?? .max
        try log.backwards { entry in
            guard !marks || [.mark, .rewind, .fault, .powerLoss].contains(entry.kind) else { return true }
            let line = StoreLogLine(entry, log.geometry, names)
            if console.options.json {
                try console.printJSON(line)
            } else {
                console.print(line.text(withTime: console.options.verbose ? entry.time : nil))
            }
            try console.output.check()
            left -= 1
            return left > 0
        }
        if !console.options.json, left > 0, !marks {
            console.print("0  base" + (names[0].map { "  (\($0.joined(separator: ", ")))" } ?? ""))
        }
        return .done
    }
}
