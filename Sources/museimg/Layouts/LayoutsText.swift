// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// Layouts as text on a screen.
enum LayoutsText {
    static func table(_ templates: [LayoutTemplate], _ console: Console) throws {
        var rows = [["NAME", "CODE", "SURENESS", "PAGES"]]
        for template in templates {
            rows.append([
                template.name, try template.codeSummary, template.sureness.rawValue,
                pages(template),
            ])
        }
        for (index, line) in TextTable.lines(rows).enumerated() {
            console.print(index == 0 ? Paint.bold(line, if: console.screen.usesColor) : line)
        }
    }

    /// The first pages of a family, and how many more there are.
    private static func pages(_ template: LayoutTemplate) -> String {
        let shapes = template.shapes.sorted()
        let told = shapes.count > 5 ? 4 : shapes.count
        let more = shapes.count - told
        return shapes.prefix(told).map(\.description).joined(separator: " ") + (more > 0 ? " and \(more) more" : "")
    }

    static func details(_ layout: PageLayout, _ template: LayoutTemplate?, _ console: Console) {
        let color = console.screen.usesColor
        func section(_ title: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            console.print()
            console.print(Paint.bold(title, if: color))
            lines.forEach { console.print("  " + $0) }
        }
        console.print("\(Paint.bold(layout.name, if: color)): \(layout.title)")
        var facts = [
            ["code", layout.code.description],
            ["page", "\(layout.pageSize)+\(layout.oobSize), \(TextTable.count(layout.steps.count, "step"))"],
        ]
        if let marker = layout.marker {
            facts.append(["marker", "\(text(marker.range)), \(pages(marker.pages))"])
        }
        if layout.scrambler != nil { facts.append(["scrambled", "yes"]) }
        facts.append(["sureness", layout.sureness.rawValue])
        facts.append(["source", layout.source])
        if let notes = template?.notes { facts.append(["notes", notes]) }
        let shapes = template?.shapes.sorted() ?? []
        if shapes.count > 1 { facts.append(["used with", shapes.map(\.description).joined(separator: " ")]) }
        TextTable.lines(facts).forEach { console.print($0) }
        section("PAGE, 64 columns a row", PagePicture(layout).lines)
        section(
            "STEPS, byte+bytes of the raw page",
            TextTable.lines(
                layout.steps.enumerated().map { i, step in
                    ["\(i)", "message \(message(step))", "parity \(parity(step))"]
                }))
    }

    /// Which pages of a block carry the marker.
    private static func pages(_ pages: [Int]) -> String {
        let words = pages.map { $0 < 0 ? "last\($0 == -1 ? "" : "\($0 + 1)")" : "\($0)" }
        return "\(pages.count == 1 ? "page" : "pages") \(words.joined(separator: ", ")) of a block"
    }

    private static func text(_ range: BitRange) -> String { "\(range)" }

    private static func message(_ step: LayoutStep) -> String {
        step.message.map { piece in
            switch piece {
            case .data(let range): text(range)
            case .oob(let range): "\(text(range)) (OOB)"
            case .constant(let value, let count): "\(count) bits of \(value ? 1 : 0)"
            }
        }.joined(separator: " ")
    }

    private static func parity(_ step: LayoutStep) -> String {
        step.parity.isEmpty ? "-" : step.parity.map(text).joined(separator: " ")
    }
}
