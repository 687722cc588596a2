// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Formats as text on a screen.
enum FormatsText {
    static func table(_ formats: [FormatInfo], _ console: Console) {
        let sorted = formats.sorted { $0.name < $1.name }
        var rows = [["NAME", "READ", "WRITE", "EXTENSIONS", "WHAT IT IS"]]
        for info in sorted {
            rows.append([
                info.name, info.canRead ? "yes" : "no", info.canWrite ? "yes" : "no",
                info.extensions.isEmpty ? "-" : info.extensions.joined(separator: " "), info.summary,
            ])
        }
        for (index, line) in TextTable.lines(rows).enumerated() {
            console.print(index == 0 ? Paint.bold(line, if: console.screen.usesColor) : line)
        }
    }

    static func details(_ info: FormatInfo, _ console: Console) {
        func section(_ title: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            console.print()
            console.print(Paint.bold(title, if: console.screen.usesColor))
            lines.forEach { console.print("  " + $0) }
        }
        console.print("\(Paint.bold(info.name, if: console.screen.usesColor)): \(info.summary)")
        let uses = [info.canRead ? "read" : nil, info.canWrite ? "written" : nil].compactMap { $0 }
        console.print("can be \(uses.joined(separator: " and "))")
        if !info.extensions.isEmpty { console.print("extensions: \(info.extensions.joined(separator: ", "))") }
        section("OPTIONS", TextTable.lines(info.options.map { ["\($0.name)=\($0.value)", $0.help] }))
        section("LIMITS", info.limitations)
        section("REFERENCES", info.references)
    }
}
