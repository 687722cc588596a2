// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What each column of the raw pages holds, over rows that are not blank.
public struct ColumnStatistics: Sendable {
    /// One byte position.
    public struct Column: Sendable, Hashable {
        /// The byte that occurs most often.
        public var usual: UInt8
        /// In which part of the rows: 0...1.
        public var usualRate: Double
        /// Bits of information, 0...8.
        public var entropy: Double
        /// In which part of the rows it is 0xFF, and 0x00.
        public var blankRate: Double
        public var zeroRate: Double
        /// Bits that are not the same in all rows, but for a few rows with errors.
        public var changing: UInt8

        /// The same in all rows, but for bit errors.
        public var isConstant: Bool { usualRate >= 0.97 }
    }

    public let columns: [Column]
    /// Rows that were counted.
    public let rows: Int

    /// - Parameter rows: which rows of the sample count.
    public init(_ sample: PageSample, rows: [Int]) {
        self.rows = rows.count
        var columns: [Column] = []
        columns.reserveCapacity(sample.rawSize)
        let total = Double(max(1, rows.count))
        for column in 0..<sample.rawSize {
            var counts = [Int](repeating: 0, count: 256)
            var ones = [Int](repeating: 0, count: 8)
            for row in rows { counts[Int(sample.bytes[row * sample.rawSize + column])] += 1 }
            var usual = 0
            var entropy = 0.0
            for (value, count) in counts.enumerated() where count > 0 {
                if count > counts[usual] { usual = value }
                entropy -= Double(count) / total * log2(Double(count) / total)
                for bit in 0..<8 where value >> bit & 1 == 1 { ones[bit] += count }
            }
            // A flip in one row of fifty is an error and no change.
            let least = rows.count / 50 + 1
            let changing = (0..<8).reduce(UInt8(0)) { mask, bit in
                min(ones[bit], rows.count - ones[bit]) >= least ? mask | 1 << UInt8(bit) : mask
            }
            columns.append(
                Column(
                    usual: UInt8(truncatingIfNeeded: usual), usualRate: Double(counts[usual]) / total,
                    entropy: entropy, blankRate: Double(counts[255]) / total, zeroRate: Double(counts[0]) / total,
                    changing: changing))
        }
        self.columns = columns
    }

    /// Maximal runs of columns of `range` that are not constant.
    func varyingRuns(_ range: Range<Int>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for column in range.clamped(to: columns.indices) where !columns[column].isConstant {
            if let last = runs.last, last.upperBound == column {
                runs[runs.count - 1] = last.lowerBound..<column + 1
            } else {
                runs.append(column..<column + 1)
            }
        }
        return runs
    }

    /// How many columns directly before `column` are constant; not below `bound`.
    func constantBefore(_ column: Int, notBelow bound: Int) -> Int {
        var count = 0
        while column - count - 1 >= bound, column - count <= columns.count, columns[column - count - 1].isConstant {
            count += 1
        }
        return count
    }
}
