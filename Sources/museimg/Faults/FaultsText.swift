// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Emulation

/// Faults as text on a screen.
enum FaultsText {
    static func table(_ keys: [FaultKey], _ console: Console) {
        let rows =
            [["NAME", "VALUE", "WHAT HAPPENS"]] + keys.map { [$0.name, $0.value.isEmpty ? "-" : $0.value, $0.summary] }
        for (index, line) in TextTable.lines(rows).enumerated() {
            console.print(index == 0 ? Paint.bold(line, if: console.screen.usesColor) : line)
        }
    }

    static func details(_ key: FaultKey, _ console: Console) {
        let value = key.value.isEmpty ? "" : "=\(key.value)"
        console.print("\(Paint.bold(key.name, if: console.screen.usesColor))\(value): \(key.summary)")
        console.print()
        for line in lines(key.detail, width: 78) { console.print("  " + line) }
        console.print()
        console.print("  museimg mount dump.bin --with \(key.example)")
    }

    private static func lines(_ text: String, width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines.count - 1
            if !lines[last].isEmpty, lines[last].count + word.count >= width {
                lines.append(String(word))
            } else {
                lines[last] += lines[last].isEmpty ? "\(word)" : " \(word)"
            }
        }
        return lines
    }
}
