// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// `museimg store`: a base image and a journal of what is done to it.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Keep every change of a chip in a file beside its image, and go back to any point.",
        discussion: """
            A store holds what is done to a chip (programs, erases, marks of bad blocks) and
            the name and hash of the image that it is done to; the image itself is never
            written. Each record has a number, and the state after it can be read: whatever
            takes an IMAGE takes store:S, store:S@NUMBER and store:S@MARK, and
            `museimg mount --store S` goes on writing. A store can be read while it is
            mounted; there is one writer at a time (exit status 75).

            EXAMPLES
              museimg store create chip.muse --from dump.bin
              museimg store mark chip.muse before
              museimg store log chip.muse
              museimg store diff chip.muse@before chip.muse
              museimg store rewind chip.muse before
              museimg store check chip.muse
            """,
        subcommands: [
            CreateStore.self, LogStore.self, MarkStore.self, RewindStore.self, DiffStore.self, CompactStore.self,
            CheckStore.self, ExportStore.self,
        ])
}
