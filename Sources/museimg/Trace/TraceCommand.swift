// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// `museimg trace`: what was done to a chip, looked at and done again.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Use what a store has recorded: cut the power at every point, and see what comes of it.",
        discussion: """
            EXAMPLES
              museimg trace powercut chip.muse --check 'museimg check -q $image'
              museimg trace powercut chip.muse --tear page --at random:50 --seed 7 --check 'test -s $image'
            """,
        subcommands: [PowercutTrace.self])
}
