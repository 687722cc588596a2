// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// `museimg trace`: what was asked of a chip, and doing it again.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "List what was asked of a chip, do it again, cut the power at any point of it.",
        discussion: """
            `museimg mount --record T` writes a trace: every read, program, erase, mark and
            sync, with its time, its latency and its outcome, as the ECC above the chip (and
            above the faults of --with) saw them. `powercut` works on a store, which has recorded
            what changed the chip.

            EXAMPLES
              museimg trace show chip.trace
              museimg trace replay chip.trace dump.bin --verify
              museimg trace powercut chip.muse --check 'museimg info -q $image'
            """,
        subcommands: [ShowTrace.self, ReplayTrace.self, PowercutTrace.self])
}
