// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// All formats as a page of documentation.
enum FormatsMarkdown {
    static func print(_ formats: [any Format], _ console: Console) {
        console.print("# Formats")
        console.print()
        console.print("Written by `scripts/make-docs` from what the program says of itself (`museimg formats`).")
        console.print()
        console.print("| format | what it is | read | write | extensions |")
        console.print("| --- | --- | --- | --- | --- |")
        let infos = formats.map(\.info).sorted { $0.name < $1.name }
        for info in infos {
            let extensions = info.extensions.map { "`.\($0)`" }.joined(separator: " ")
            console.print(
                "| [\(info.name)](#\(info.name)) | \(info.summary) | \(yes(info.canRead)) | \(yes(info.canWrite)) "
                    + "| \(extensions) |")
        }
        infos.forEach { section($0, console) }
    }

    private static func yes(_ value: Bool) -> String { value ? "yes" : "no" }

    private static func section(_ info: FormatInfo, _ console: Console) {
        console.print()
        console.print("## \(info.name)")
        console.print()
        console.print(info.summary.prefix(1).uppercased() + info.summary.dropFirst() + ".")
        list("Options", info.options.map { "`\($0.name)=\($0.value)`: \($0.help)" }, console)
        list("Limits", info.limitations, console)
        list("References", info.references, console)
    }

    private static func list(_ title: String, _ items: [String], _ console: Console) {
        guard !items.isEmpty else { return }
        console.print()
        console.print("\(title):")
        console.print()
        items.forEach { console.print("* \($0)") }
    }
}
