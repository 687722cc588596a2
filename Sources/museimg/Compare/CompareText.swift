// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect

/// A comparison as text: the first differences, then the sums.
final class CompareText: ComparePrinter {
    private let geometry: Geometry
    private let names: (String, String)
    private let console: Console
    private var count = 0
    /// Differences that are told one by one.
    private static let shown = 10

    init(_ a: Subject, _ b: Subject, _ console: Console) {
        geometry = a.geometry
        names = (a.name, b.name)
        self.console = console
        console.print("a  \(Diagnostics.printable(a.name)), \(a.opened.chainDescription), \(a.geometry)")
        console.print("b  \(Diagnostics.printable(b.name)), \(b.opened.chainDescription), \(b.geometry)")
    }

    func difference(_ difference: PageDifference) throws {
        count += 1
        guard count <= CompareText.shown else { return }
        let first = difference.pages.lowerBound
        let block = geometry.block(of: first)
        let place =
            geometry.isNOR
            ? "\(block)" : "\(block) page \(first.rawValue - geometry.firstPage(of: block).rawValue)"
        let start = first.rawValue * geometry.pageSize
        let bytes = [
            difference.firstData.map { "data byte \(ByteCount.hex($0)) (@\(ByteCount.hex(start + $0)))" },
            difference.firstOOB.map { "OOB byte \(ByteCount.hex($0))" },
        ].compactMap { $0 }.joined(separator: " and ")
        console.print(
            "\(place): \(difference.bits) \(difference.bits == 1 ? "bit differs" : "bits differ"), first at \(bytes)")
    }

    func end(_ totals: ComparisonTotals) throws {
        if count > CompareText.shown { console.print("... and \(count - CompareText.shown) more (see --json)") }
        let noun = geometry.isNOR ? "bytes" : "pages"
        var rows: [[String]] = [
            ["identical", "\(totals.identical) \(noun)"],
            ["different", "\(totals.different) \(noun)" + (totals.different > 0 ? ", \(totals.bits) bits" : "")],
        ]
        func add(_ name: String, _ count: Int, _ noun: String, _ note: String) {
            if count > 0 { rows.append([name, "\(count) \(noun)\(note)"]) }
        }
        add("only in a", totals.onlyInA, noun, ", not compared")
        add("only in b", totals.onlyInB, noun, ", not compared")
        add("in neither", totals.inNeither, noun, "")
        add("unreadable", totals.unreadable, noun, ", not compared")
        add("bad in a", totals.badOnlyInA, "blocks", " that are not in b")
        add("bad in b", totals.badOnlyInB, "blocks", " that are not in a")
        TextTable.lines(rows).forEach { console.print($0) }
        let answer = totals.isEqual ? Paint.green("equal", if: color) : Paint.red("not equal", if: color)
        console.print(answer)
    }

    private var color: Bool { console.screen.usesColor }
}
