// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Rows without addresses, as U-Boot printed them until v2025.07.
struct OldRows {
    private(set) var rows: [DumpRow] = []
    /// Lines, the surplus included.
    private(set) var count = 0

    /// A line is much longer or shorter than a row: rows are glued to each other, or cut in two.
    private(set) var isOdd = false

    var isEmpty: Bool { count == 0 }
    /// Where the first of them begins in the text.
    var offset: Int { rows.first?.offset ?? 0 }

    private static let maxRows = 65536 / 16

    /// Whether a line may be a row.
    static func isRow(_ line: UnsafeRawBufferPointer) -> Bool {
        if line.first == 0x09 { return true }
        let words = line.split(whereSeparator: { $0 <= 0x20 }).prefix(18)
        return words.count { $0.count == 2 && $0.allSatisfy { HexDigits.value(of: $0) != nil } } >= 4
    }

    mutating func append(_ line: UnsafeRawBufferPointer, _ width: Int, _ offset: Int) {
        count += 1
        if abs(line.count - (width == 16 ? 49 : 24)) > 4 { isOdd = true }
        guard rows.count < OldRows.maxRows else { return }
        // A tabulator is as good as a blank.
        let text = line.map { $0 == 0x09 ? 0x20 : $0 }
        var row = text.withUnsafeBytes {
            RowReading(grammar: PageRows.grammar(width), shape: PageRows.oldShape(width)).unaddressed($0)
        }
        row.offset = offset
        rows.append(row)
    }
}
