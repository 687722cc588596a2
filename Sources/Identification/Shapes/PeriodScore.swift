// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// How much the columns of rows of one length differ in how often they are 0xFF.
///
/// With the right length, OOB columns lie below each other. The score is the variance of the columns' rates over that
/// of random ones: about 1 for a wrong length, and dozens for the right one and its multiples.
struct PeriodScore {
    /// Rows that could tell something.
    let rows: Int
    let score: Double

    private static let maxRows = 192
    private static let maxRowsOfWindow = 12

    /// - Parameter rawSize: bytes of a row.
    init(_ sample: DumpSample, rawSize: Int) {
        var counts = [UInt16](repeating: 0, count: rawSize)
        var rows = 0
        for window in sample.windows where rows < Self.maxRows {
            var offset = (window.offset + rawSize - 1) / rawSize * rawSize - window.offset
            var taken = 0
            window.bytes.withUnsafeBufferPointer { bytes in
                while offset + rawSize <= bytes.count, taken < Self.maxRowsOfWindow {
                    let row = UnsafeBufferPointer(rebasing: bytes[offset..<offset + rawSize])
                    if Self.tells(row) {
                        Self.add(row, to: &counts)
                        rows += 1
                        taken += 1
                    }
                    offset += rawSize
                }
            }
        }
        self.rows = rows
        score = Self.score(counts, rows)
    }

    /// Neither nearly blank nor nearly constant, by a look at some of it.
    private static func tells(_ row: UnsafeBufferPointer<UInt8>) -> Bool {
        var seen = [Bool](repeating: false, count: 256)
        var (different, blank, looked) = (0, 0, 0)
        for i in stride(from: 0, to: row.count, by: 7) {
            let byte = Int(row[i])
            looked += 1
            if byte == 0xFF { blank += 1 }
            if !seen[byte] {
                seen[byte] = true
                different += 1
            }
        }
        return different >= 16 && blank * 20 < looked * 19
    }

    @inline(never)
    private static func add(_ row: UnsafeBufferPointer<UInt8>, to counts: inout [UInt16]) {
        counts.withUnsafeMutableBufferPointer { counts in
            for i in counts.indices { counts[i] &+= row[i] == 0xFF ? 1 : 0 }
        }
    }

    private static func score(_ counts: [UInt16], _ rows: Int) -> Double {
        guard rows >= 8, !counts.isEmpty else { return 0 }
        let rates = counts.map { Double($0) / Double(rows) }
        let mean = rates.reduce(0, +) / Double(rates.count)
        guard mean > 0, mean < 1 else { return 0 }
        let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rates.count)
        return variance / (mean * (1 - mean) / Double(rows))
    }
}
