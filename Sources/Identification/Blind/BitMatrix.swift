// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Rows of bits over GF(2), packed in words.
struct BitMatrix {
    let columns: Int
    /// Words of a row.
    let stride: Int
    private(set) var rowCount = 0
    private(set) var words: [UInt64] = []

    init(columns: Int) {
        self.columns = columns
        stride = max(1, (columns + 63) / 64)
    }

    /// - Parameter row: ``stride`` words, the first column at bit 0 of the first; others are cut or filled up.
    mutating func append(_ row: [UInt64]) {
        words += row.prefix(stride)
        for _ in row.count..<max(row.count, stride) { words.append(0) }
        rowCount += 1
    }

    subscript(row: Int, column: Int) -> Bool {
        words[row * stride + column / 64] >> UInt64(column % 64) & 1 == 1
    }

    /// Gauss and Jordan: afterwards row i is the only one that has the i-th pivot column.
    ///
    /// - Returns: the pivot columns, ascending; as many as the rank.
    mutating func eliminate() -> [Int] {
        var pivots: [Int] = []
        let (stride, rowCount, columns) = (stride, rowCount, columns)
        words.withUnsafeMutableBufferPointer { words in
            var column = 0
            while column < columns, pivots.count < rowCount {
                let (word, mask) = (column >> 6, UInt64(1) &<< UInt64(truncatingIfNeeded: column & 63))
                let top = pivots.count
                var found = top
                while found < rowCount, words[found &* stride &+ word] & mask == 0 { found &+= 1 }
                guard found < rowCount else {
                    column += 1
                    continue
                }
                let pivot = top &* stride
                if found != top {
                    for j in 0..<stride { words.swapAt(pivot &+ j, found &* stride &+ j) }
                }
                var row = 0
                while row < rowCount {
                    let base = row &* stride
                    if row != top, words[base &+ word] & mask != 0 {
                        var j = word
                        while j < stride {
                            words[base &+ j] ^= words[pivot &+ j]
                            j &+= 1
                        }
                    }
                    row &+= 1
                }
                pivots.append(column)
                column += 1
            }
        }
        return pivots
    }
}
