// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash

/// `museimg store compact S`
struct CompactStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Write the store anew with no more than its marks and its present state need.",
        discussion: """
            States that no mark names are gone afterwards. The store is replaced when the
            new one is whole.

            EXAMPLES
              museimg store compact chip.muse
              museimg store compact chip.muse --json
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        console.subject = options.store
        let (before, after) = try StoreFile.compact(
            path: options.store, base: options.place.base, openImage: BaseOptions.open)
        if console.options.json {
            try console.printJSON(CompactStoreAnswer(store: options.store, sizeBefore: before, size: after))
        } else {
            console.print("\(options.store): \(ByteCount.human(before)) became \(ByteCount.human(after))")
        }
        return .done
    }
}

/// `museimg.store-compact/1`
struct CompactStoreAnswer: JSON.Answer {
    let schema = "museimg.store-compact/1"
    let store: String
    let sizeBefore: Int
    let size: Int
}
