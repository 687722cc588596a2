// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Emulation
import FormatKit

/// `museimg faults`: what can go wrong.
struct FaultsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "List the faults that --with takes, or explain one with an example.",
        discussion: """
            A filter is faults,ITEM,ITEM,... where an item is a fault, at a place when
            that is given: flip=1e-5, flip@block:17..20=3, eio@page:5. Behind a fault may
            stand what changes it: after=N (not before so many operations on one place)
            and times=N (no more often than that on one place). Faults lie below the ECC:
            wrong bits are corrected when the code can. The same seed=N gives the same
            faults; while=FILE has them happen only while that file exists.

            EXAMPLES
              museimg faults
              museimg faults torn
              museimg faults --json
            """)

    @Argument(
        help: ArgumentHelp("The fault to explain.", valueName: "name"), completion: .list(FaultKey.all.map(\.name)))
    var name: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let keys = try name.map { [try FaultKey.require($0)] } ?? FaultKey.all
        if console.options.json {
            try console.printJSON(FaultsAnswer(keys))
        } else if name != nil {
            keys.forEach { FaultsText.details($0, console) }
        } else {
            FaultsText.table(keys, console)
        }
        return .done
    }
}
