// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A test of one page and OOB size by the bytes that chips leave at 0xFF in the OOB: the bad-block mark and what nobody uses.
///
/// Rows of page and OOB are laid below each other. Where the size is right, some OOB column is 0xFF in all written
/// pages; where it is wrong, no column is, or, with a multiple or with records in the data, some data column is as well.
struct ColumnProfile {
    /// Rows that could tell something.
    let rows: Int
    /// The best OOB column.
    let column: Int
    /// In how many of the rows it is 0xFF.
    let blank: Int
    /// Natural logarithm of the likelihood ratio between "an unused OOB byte" and "a byte as those around it".
    let gain: Double
    /// The same for the best column of the data: what structure in the data alone can make.
    let control: Double

    /// 2^-58 for one test; some thousand columns are tested, which leaves 2^-46.
    private static let leastGain = 40.0
    /// What data columns have to fall short by: e^20.
    private static let margin = 20.0

    var isConvincing: Bool { gain >= ColumnProfile.leastGain && gain - control >= ColumnProfile.margin }

    private static let maxRows = 512
    private static let maxRowsOfWindow = 64
    /// Bytes of data before the OOB that tell how usual 0xFF is there.
    private static let neighbourhood = 256
    private static let segment = 64

    /// - Returns: nil when fewer than eight rows tell anything.
    init?(_ sample: DumpSample, _ shape: KnownShape) {
        var rows: [Row] = []
        for (index, window) in sample.windows.enumerated() {
            var offset = (window.offset + shape.rawPageSize - 1) / shape.rawPageSize * shape.rawPageSize - window.offset
            var taken = 0
            while offset + shape.rawPageSize <= window.bytes.count, taken < ColumnProfile.maxRowsOfWindow {
                if let row = Row(window.bytes, index, offset, shape.pageSize) {
                    rows.append(row)
                    taken += 1
                }
                offset += shape.rawPageSize
            }
            if rows.count >= ColumnProfile.maxRows { break }
        }
        guard rows.count >= 8 else { return nil }
        self.rows = rows.count
        let oob = ColumnProfile.best(rows, shape.pageSize..<shape.rawPageSize, sample)
        column = oob.column - shape.pageSize
        blank = oob.blank
        gain = oob.gain
        control = gain < ColumnProfile.leastGain ? 0 : ColumnProfile.best(rows, 0..<shape.pageSize, sample).gain
    }

    /// A page that is neither erased nor mostly 0xFF towards its end.
    private struct Row {
        let window: Int
        let offset: Int
        /// What a byte of 0xFF adds to the gain, and any other.
        let hit: Double
        let miss: Double

        init?(_ bytes: [UInt8], _ window: Int, _ offset: Int, _ pageSize: Int) {
            let near = min(ColumnProfile.neighbourhood, pageSize)
            let programmed = bytes.withUnsafeBytes { raw in
                UniformBytes.countProgrammed(
                    UnsafeRawBufferPointer(rebasing: raw[(offset + pageSize - near)..<(offset + pageSize)]))
            }
            let usual = Double(near - programmed + 1) / Double(near + 2)
            guard usual < 0.5 else { return nil }
            self.window = window
            self.offset = offset
            hit = log(0.98 / usual)
            miss = log(0.02 / (1 - usual))
        }
    }

    /// The column with the largest gain among `columns`.
    private static func best(
        _ rows: [Row], _ columns: Range<Int>, _ sample: DumpSample
    ) -> (column: Int, gain: Double, blank: Int) {
        var gains = [Double](repeating: 0, count: columns.count)
        var blanks = [Int](repeating: 0, count: columns.count)
        for row in rows {
            sample.windows[row.window].bytes.withUnsafeBufferPointer { bytes in
                let base = row.offset + columns.lowerBound
                gains.withUnsafeMutableBufferPointer { gains in
                    for i in gains.indices { gains[i] += bytes[base &+ i] == 0xFF ? row.hit : row.miss }
                }
                for i in blanks.indices where bytes[base &+ i] == 0xFF { blanks[i] += 1 }
            }
        }
        let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
        return (columns.lowerBound + best, gains.isEmpty ? 0 : gains[best], blanks.isEmpty ? 0 : blanks[best])
    }
}
