// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// `museimg.formats/1`
struct FormatsAnswer: Encodable {
    let schema = "museimg.formats/1"
    let formats: [Item]

    struct Item: Encodable {
        let name: String
        let summary: String
        /// `image` or `wrapper`.
        let kind: String
        let canRead: Bool
        let canWrite: Bool
        let extensions: [String]
        let options: [Option]
        let limitations: [String]
        let references: [String]
    }

    struct Option: Encodable {
        let name: String
        let value: String
        let help: String
    }

    init(_ formats: [any Format]) {
        self.formats = formats.map { format in
            let info = format.info
            return Item(
                name: info.name, summary: info.summary, kind: format is any WrapperFormat ? "wrapper" : "image",
                canRead: info.canRead, canWrite: info.canWrite, extensions: info.extensions.sorted(),
                options: info.options.map { Option(name: $0.name, value: $0.value, help: $0.help) }
                    .sorted { $0.name < $1.name },
                limitations: info.limitations, references: info.references)
        }.sorted { $0.name < $1.name }
    }
}
