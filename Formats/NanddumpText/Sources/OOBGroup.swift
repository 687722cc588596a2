// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The OOB rows behind a page. They carry no address: only their number and order place them.
struct OOBGroup {
    private(set) var rows: [(row: TextRow, offset: Int)] = []
    /// Rows that came beyond any sense.
    private(set) var surplus = 0
    private let expected: Int

    /// - Parameter oobSize: bytes of OOB in a page.
    init(oobSize: Int) { expected = (oobSize + HexRows.bytesPerRow - 1) / HexRows.bytesPerRow }

    var isEmpty: Bool { rows.isEmpty }
    /// Where its first row begins in the text.
    var offset: Int? { rows.first?.offset }

    /// How far the rows can be trusted to lie where they are counted to.
    enum Outcome: Equatable {
        case fits
        /// The text ends: the first rows are there.
        case cutAtEnd
        /// Fewer than a page has: which are lost cannot be told.
        case tooFew
        /// More than a page has: which are not its own cannot be told.
        case tooMany
        /// Some come twice, and are counted once.
        case doubled(Int)
    }

    mutating func append(_ row: TextRow, at offset: Int) {
        if rows.count < 2 * expected + 16 { rows.append((row, offset)) } else { surplus += 1 }
    }

    /// Takes a wrapped rest to the last row.
    ///
    /// - Returns: whether it fits there.
    mutating func extendLast(_ rest: TextRow) -> Bool {
        guard let last = rows.indices.last else { return false }
        return rows[last].row.append(rest)
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        surplus = 0
    }

    /// Brings the rows to the number that a page has, where that can be done.
    mutating func settle(isLast: Bool) -> Outcome {
        if rows.count == expected, surplus == 0 { return .fits }
        if rows.count < expected { return isLast ? .cutAtEnd : .tooFew }
        let twins = rows.indices.dropFirst().filter { rows[$0].row.bytes == rows[$0 - 1].row.bytes }
        let areInOneRun = twins.count == (twins.last ?? 0) - (twins.first ?? 0) + 1
        let excess = rows.count - expected
        if surplus == 0, rows.count == 2 * expected, isDoubledThroughout {
            rows = stride(from: 0, to: rows.count, by: 2).map { rows[$0] }
            return .doubled(excess)
        }
        // Only where it does not matter which of the twins go.
        if surplus == 0, twins.count == excess || (twins.count > excess && areInOneRun) {
            for i in twins.suffix(excess).reversed() { rows.remove(at: i) }
            return .doubled(excess)
        }
        rows.removeLast(excess)
        return .tooMany
    }

    private var isDoubledThroughout: Bool {
        stride(from: 0, to: rows.count - 1, by: 2).allSatisfy { rows[$0].row.bytes == rows[$0 + 1].row.bytes }
    }
}

extension TextRow {
    /// Takes the bytes of a wrapped rest.
    ///
    /// - Returns: whether there is room for them.
    mutating func append(_ rest: TextRow) -> Bool {
        guard rest.count > 0, count + rest.count <= HexRows.bytesPerRow else { return false }
        for i in 0..<rest.count {
            bytes[count + i] = rest.bytes[i]
            if rest.known & 1 << UInt16(i) != 0 { known |= 1 << UInt16(count + i) }
        }
        count += rest.count
        hasASCII = rest.hasASCII
        return true
    }
}
