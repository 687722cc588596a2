// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What one row of a dump shows.
package struct DumpRow {
    /// As it reads; nil when it does not.
    package var address: Int?
    /// The characters that stand where the address has to be.
    package var addressText: [UInt8] = []
    /// In the order of memory.
    package var bytes: [UInt8] = []
    /// Whether each byte reads, and is shown alike by both columns.
    package var known: [Bool] = []
    /// Every character is as the tool prints it.
    package var isClean = false
    /// It is shorter than the others, and no second column shows that nothing of it is lost.
    package var mayBeCut = false
    /// Where the row begins in the text, in bytes.
    package var offset = 0
    /// Counts rows and lines that may be rows, in the order of the text.
    package var serial = 0
    /// The column behind the row in its line.
    package var end = 0

    package var count: Int { bytes.count }
    package var knownCount: Int { known.reduce(0) { $0 + ($1 ? 1 : 0) } }
    package var isWhole: Bool { !known.contains(false) }

    package init() {}

    /// A line that may be a row of which nothing reads.
    static func unreadable(_ count: Int, at offset: Int) -> DumpRow {
        var row = DumpRow()
        row.bytes = Array(repeating: 0xFF, count: count)
        row.known = Array(repeating: false, count: count)
        row.offset = offset
        return row
    }
}
