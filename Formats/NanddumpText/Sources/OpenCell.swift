// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The bytes of one cell while rows are put into it. What was known first stays.
struct OpenCell {
    let cell: Int
    /// Where its first row begins in the text.
    let textOffset: Int
    private(set) var bytes: [UInt8]
    private(set) var known: [Bool]
    /// For each 16 bytes of the cell, where the row that gave the last of them begins in the text.
    private var places: [Int]

    /// What putting a row did.
    struct Outcome {
        /// Whether a byte was not known before.
        var added = false
        var conflict: Conflict?
    }

    /// Two values for one byte.
    struct Conflict {
        /// The byte in the cell.
        var index: Int
        var first: UInt8
        var second: UInt8
        /// Where the row with the first value begins in the text; nil when that is not known any more.
        var firstPlace: Int?
    }

    init(_ cell: Int, size: Int, at textOffset: Int) {
        self.cell = cell
        self.textOffset = textOffset
        bytes = Array(repeating: 0xFF, count: size)
        known = Array(repeating: false, count: size)
        places = Array(repeating: 0, count: size / HexRows.bytesPerRow + 1)
    }

    /// A cell that the text shows whole.
    init(_ cell: Int, whole: UnsafeRawBufferPointer, at textOffset: Int) {
        self.init(cell, size: 0, at: textOffset)
        bytes = Array(whole)
        known = Array(repeating: true, count: whole.count)
    }

    var isWhole: Bool { !known.contains(false) }

    /// Puts some bytes of a row to `index` and behind.
    mutating func put(_ row: TextRow, _ part: Range<Int>, at index: Int, from offset: Int) -> Outcome {
        var outcome = Outcome()
        for i in part where row.known & 1 << UInt16(i) != 0 {
            let target = index + i - part.lowerBound
            let byte = row.bytes[i]
            if !known[target] {
                bytes[target] = byte
                known[target] = true
                places[target / HexRows.bytesPerRow] = offset
                outcome.added = true
            } else if bytes[target] != byte, outcome.conflict == nil {
                outcome.conflict = Conflict(
                    index: target, first: bytes[target], second: byte,
                    firstPlace: places[target / HexRows.bytesPerRow])
            }
        }
        return outcome
    }

    /// Puts bytes whose place is not sure: they are shown, but do not count as known.
    mutating func show(_ row: TextRow, _ part: Range<Int>, at index: Int) {
        for i in part where row.known & 1 << UInt16(i) != 0 {
            let target = index + i - part.lowerBound
            if !known[target] { bytes[target] = row.bytes[i] }
        }
    }

    /// Takes over what came before for the same cell.
    ///
    /// - Parameter earlierKnown: nil for all.
    mutating func merge(earlier: [UInt8], earlierKnown: [Bool]?) -> Outcome {
        var outcome = Outcome()
        for i in bytes.indices {
            if earlierKnown?[i] == false {
                if known[i] { outcome.added = true } else if bytes[i] == 0xFF { bytes[i] = earlier[i] }
                continue
            }
            if known[i], bytes[i] != earlier[i], outcome.conflict == nil {
                outcome.conflict = Conflict(index: i, first: earlier[i], second: bytes[i], firstPlace: nil)
            }
            bytes[i] = earlier[i]
            known[i] = true
        }
        return outcome
    }
}
