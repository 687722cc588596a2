// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Columns of text.
enum TextTable {
    /// Lines with the cells of each column below each other; the last column runs free.
    static func lines(_ rows: [[String]]) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : pad(cell, widths[column])
            }.joined(separator: "  ")
        }
    }

    /// `text` with spaces behind it.
    static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// `text` with spaces before it.
    static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
