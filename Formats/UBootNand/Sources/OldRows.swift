// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Rows without addresses, as U-Boot printed them until v2025.07.
struct OldRows {
    private(set) var rows: [DumpRow] = []
    /// Lines, the surplus included.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    /// Where the first of them begins in the text.
    var offset: Int { rows.first?.offset ?? 0 }

    private static let maxRows = 65536 / 16

    mutating func append(_ line: UnsafeRawBufferPointer, _ width: Int, _ offset: Int) {
        count += 1
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
