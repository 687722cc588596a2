// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// How many steps have how many wrong bits, drawn in characters.
enum ErrorHistogram {
    private static let width = 40

    /// A line for each number of wrong bits that occurs, erased steps left out.
    ///
    /// Bars are logarithmic, or nothing but the steps without an error could be seen.
    static func lines(_ totals: StepTotals) -> [String] {
        var rows: [(label: String, steps: Int)] = [("0", totals.clean)]
        for (flips, steps) in totals.corrected.enumerated() where steps > 0 { rows.append(("\(flips)", steps)) }
        if totals.uncorrectable > 0 { rows.append(("more", totals.uncorrectable)) }
        let largest = rows.map(\.steps).max() ?? 0
        guard largest > 0 else { return [] }
        let digits = "\(largest)".count
        let labels = rows.map(\.label.count).max() ?? 1
        return rows.map { row in
            let bar = String(repeating: "#", count: length(row.steps, of: largest))
            return TextTable.padLeft(row.label, labels) + "  " + TextTable.padLeft("\(row.steps)", digits)
                + (bar.isEmpty ? "" : "  " + bar)
        }
    }

    /// In characters; at least one for a step.
    private static func length(_ steps: Int, of largest: Int) -> Int {
        guard steps > 0 else { return 0 }
        return max(1, Int((bits(steps) / bits(largest) * Double(width)).rounded()))
    }

    /// log2(n + 1), near enough: exact at powers of two, linear between.
    private static func bits(_ n: Int) -> Double {
        let value = Double(n) + 1
        return Double(value.exponent) + value.significand - 1
    }
}

/// Small shares as people write them.
enum Scientific {
    /// `2.4e-7`; `0` for none.
    static func text(_ part: Int, of whole: Int) -> String {
        guard part > 0, whole > 0 else { return "0" }
        var value = Double(part) / Double(whole)
        var exponent = 0
        while value < 1 {
            value *= 10
            exponent -= 1
        }
        var tenths = Int((value * 10).rounded())
        if tenths >= 100 {
            tenths /= 10
            exponent += 1
        }
        return "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}
