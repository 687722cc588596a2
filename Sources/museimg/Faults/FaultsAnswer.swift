// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Emulation

/// `museimg.faults/1`
struct FaultsAnswer: Encodable {
    let schema = "museimg.faults/1"
    /// By name.
    let faults: [Item]

    struct Item: Encodable {
        let name: String
        /// What stands behind the `=`; absent when nothing does.
        let value: String?
        let summary: String
        let detail: String
        let example: String
        let modifiers: [String]
    }

    init(_ keys: [FaultKey]) {
        faults = keys.map { key in
            Item(
                name: key.name, value: key.value.isEmpty ? nil : key.value, summary: key.summary, detail: key.detail,
                example: key.example, modifiers: key.modifiers.sorted())
        }.sorted { $0.name < $1.name }
    }
}
