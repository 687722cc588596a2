// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import PageLayout

/// A comparison as text: the first differences, then the sums.
final class CompareText: ComparePrinter {
    private let geometry: Geometry
    private let names: (String, String)
    private let console: Console
    private var count = 0
    /// Differences that are told one by one.
    private static let shown = 10

    init(_ a: Subject, _ b: Subject, isRaw: Bool, _ console: Console) {
        geometry = a.geometry
        names = (a.name, b.name)
        self.console = console
        for (letter, image) in [("a", a), ("b", b)] {
            let layout = isRaw ? ["as it lies"] : image.layouts?.codecs.map(\.layout.name) ?? []
            let words =
                [Diagnostics.printable(image.name), image.opened.chainDescription, "\(image.geometry)"] + layout
            console.print("\(letter)  " + words.joined(separator: ", "))
        }
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
        let noun = geometry.isNOR ? "byte" : "page"
        let bits = totals.different > 0 ? ", \(TextTable.count(totals.bits, "bit"))" : ""
        var rows: [[String]] = [
            ["identical", TextTable.count(totals.identical, noun)],
            ["different", TextTable.count(totals.different, noun) + bits],
        ]
        func add(_ name: String, _ count: Int, _ note: String) {
            if count > 0 { rows.append([name, TextTable.count(count, noun) + note]) }
        }
        add("only in a", totals.onlyInA, ", not compared")
        add("only in b", totals.onlyInB, ", not compared")
        add("in neither", totals.inNeither, "")
        add("unreadable", totals.unreadable, ", not compared")
        add("uncorrectable", totals.uncorrectableInA, " in a, compared as they are")
        add("uncorrectable", totals.uncorrectableInB, " in b, compared as they are")
        let inA = TextTable.count(totals.badOnlyInA, "block")
        let inB = TextTable.count(totals.badOnlyInB, "block")
        if totals.badOnlyInA > 0 {
            rows.append(["bad", "\(inA) in a that \(totals.badOnlyInA == 1 ? "is" : "are") not in b"])
        }
        if totals.badOnlyInB > 0 {
            rows.append(["bad", "\(inB) in b that \(totals.badOnlyInB == 1 ? "is" : "are") not in a"])
        }
        TextTable.lines(rows).forEach { console.print($0) }
        let answer = totals.isEqual ? Paint.green("equal", if: color) : Paint.red("not equal", if: color)
        console.print(answer)
    }

    private var color: Bool { console.screen.usesColor }
}
