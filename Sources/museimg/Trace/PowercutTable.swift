// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Emulation
import Flash

/// Tells of each cut: a line of a table, or of JSON.
final class PowercutTable {
    private let console: Console
    private let geometry: Geometry
    private let widths: (point: Int, operation: Int)
    private var header: PowercutHeader?
    private(set) var count = 0
    private(set) var failed = 0

    init(_ console: Console, _ geometry: Geometry, _ cuts: [PowerCut]) {
        self.console = console
        self.geometry = geometry
        let longest = cuts.reduce(9) { max($0, $1.operationText(geometry)?.count ?? 0) }
        widths = (max(5, "\(cuts.last?.point ?? 0)".count), longest)
    }

    func begin(_ header: PowercutHeader) throws {
        self.header = header
        guard !console.options.json else { return try console.printJSON(header) }
        console.print(row("POINT", "OPERATION", "TEAR", "STATUS", "OUTPUT"))
    }

    func add(_ cut: PowerCut, _ outcome: PowercutOutcome, _ kept: PowercutKeeper.Kept?) throws {
        count += 1
        if outcome.isFailure { failed += 1 }
        guard !console.options.json else {
            return try console.printJSON(PowercutLine(cut, outcome, kept, geometry))
        }
        console.print(
            row("\(cut.point)", cut.operationText(geometry) ?? "-", cut.tear.rawValue, outcome.word, outcome.line ?? "")
        )
        if let kept {
            console.print("  kept \(Diagnostics.printable(kept.path)); again: \(Diagnostics.printable(kept.command))")
        }
        try console.output.check()
        if outcome.isFailure || console.screen.isTerminal { console.output.flush() }
    }

    func end() {
        guard !console.options.json else { return }
        let cuts = header?.cuts ?? count
        let seed = header?.seed.map { ", seed \($0)" } ?? ""
        let left = cuts > count ? ", \(cuts - count) not looked at" : ""
        console.print("\n\(TextTable.count(count, "cut")): \(count - failed) ok, \(failed) failed\(left)\(seed)")
    }

    private func row(_ point: String, _ operation: String, _ tear: String, _ status: String, _ line: String) -> String {
        let cells = [
            TextTable.padLeft(point, widths.point), TextTable.pad(operation, widths.operation), TextTable.pad(tear, 6),
            TextTable.pad(status, line.isEmpty ? 0 : 10),
        ]
        return (cells + (line.isEmpty ? [] : [line])).joined(separator: "  ")
    }
}
