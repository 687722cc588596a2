// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Mounts

/// `museimg status`: the live mounts.
struct StatusCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List live mounts, and what they have done.",
        discussion: """
            EXAMPLES
              museimg status
              museimg status mtd4 --json
            """)

    @Argument(help: ArgumentHelp("Only this one: mtd4, the directory, or the image.", valueName: "mount"))
    var mount: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let folder = try RunFolder.standard()
        let records = try mount.map { [try folder.record(for: $0)] } ?? folder.records()
        // A server that does not answer is listed all the same.
        let rows = records.map { record in
            StatusAnswer.Row(mount: record, counters: (try? folder.ask(record, ControlRequest(.status)))?.counters)
        }
        guard !console.options.json else {
            try console.printJSON(StatusAnswer(mounts: rows))
            return .done
        }
        guard !rows.isEmpty else {
            console.note("nothing is mounted")
            return .done
        }
        let lines = TextTable.lines([StatusAnswer.Row.heading] + rows.map(\.cells))
        console.print(Paint.bold(lines[0], if: console.screen.usesColor))
        for line in lines.dropFirst() { console.print(line) }
        return .done
    }
}
