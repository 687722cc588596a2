// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// How much of a long list is wanted.
struct LineLimit: ParsableArguments {
    @Option(
        name: [.customShort("n"), .customLong("limit")],
        help: ArgumentHelp("No more lines than this.", valueName: "lines"))
    var lines: Int?

    func validate() throws {
        guard lines ?? 1 >= 1 else { throw ValidationError("-n \(lines ?? 0): 1 or more") }
    }
}
