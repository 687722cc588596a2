// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// A raw page drawn to scale: a character for each byte, rows that are alike told once.
struct PagePicture {
    private let layout: PageLayout
    private static let width = 64

    init(_ layout: PageLayout) { self.layout = layout }

    /// Rows, then what the characters mean.
    var lines: [String] {
        let marks = marks
        var rows: [(column: Int, text: String, steps: String, count: Int)] = []
        for start in stride(from: 0, to: marks.count, by: Self.width) {
            let part = marks[start..<min(start + Self.width, marks.count)]
            let text = String(part.map(\.character))
            let steps = Self.steps(part)
            if let last = rows.last, last.text == text, last.steps == steps {
                rows[rows.count - 1].count += 1
            } else {
                rows.append((start, text, steps, 1))
            }
        }
        let digits = String(layout.rawPageSize).count
        let drawn = rows.map { row in
            let times = row.count > 1 ? "x\(row.count)" : ""
            let line = [
                TextTable.padLeft("\(row.column)", digits), TextTable.pad(row.text, Self.width),
                TextTable.pad(times, 4), row.steps,
            ].joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return drawn + [legend(marks)]
    }

    /// What a byte of the raw page is.
    private struct Mark {
        var character: Character
        var step: Int?
    }

    private static let names: KeyValuePairs<Character, String> = [
        ".": "data", "P": "parity", "M": "marker", "f": "free", "c": "free, covered by the code", "p": "pad",
        "-": "unused", "+": "more than one of them",
    ]

    private static func character(_ field: OOBField) -> Character {
        switch field.kind {
        case .marker: "M"
        case .free: field.step == nil ? "f" : "c"
        case .parity: "P"
        case .pad: "p"
        case .unused: "-"
        }
    }

    private var marks: [Mark] {
        var marks = [Mark?](repeating: nil, count: layout.rawPageSize)
        func draw(_ range: BitRange, _ character: Character, _ step: Int?) {
            for byte in range.bytes where marks.indices.contains(byte) {
                if let before = marks[byte], before.character != character {
                    marks[byte] = Mark(character: "+", step: step)
                } else {
                    marks[byte] = Mark(character: character, step: step)
                }
            }
        }
        for range in layout.data { draw(range, ".", nil) }
        for field in layout.fields { draw(field.range, Self.character(field), field.step) }
        for (i, step) in layout.steps.enumerated() {
            for range in step.ranges {
                for byte in range.bytes where marks.indices.contains(byte) && marks[byte]?.step == nil {
                    marks[byte]?.step = i
                }
            }
        }
        return marks.map { $0 ?? Mark(character: "-") }
    }

    /// `step 3`, `steps 0, 1`; empty where no step has a byte.
    private static func steps(_ marks: ArraySlice<Mark>) -> String {
        let steps = Set(marks.compactMap(\.step)).sorted()
        guard let first = steps.first, let last = steps.last else { return "" }
        if first == last { return "step \(first)" }
        let isRun = steps.count == last - first + 1 && steps.count > 2
        return "steps " + (isRun ? "\(first)...\(last)" : steps.map { "\($0)" }.joined(separator: ", "))
    }

    private func legend(_ marks: [Mark]) -> String {
        let used = Set(marks.map(\.character))
        return Self.names.filter { used.contains($0.key) }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
