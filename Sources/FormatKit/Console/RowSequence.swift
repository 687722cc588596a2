// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Which address a row really has: its own counts when a neighbour agrees.
///
/// A row between two others has the address that lies between theirs, however its own reads. A row that no neighbour
/// confirms counts only in a text without any damage.
package struct RowSequence {
    /// The address behind the last row that is sure; nil when there is none, or something came in between.
    package private(set) var due: Int?
    /// Rows whose address is not sure yet.
    private var waiting: [DumpRow] = []
    /// Rows that no neighbour confirmed.
    private var lone: [DumpRow] = []

    package init() {}

    private static let maxWaiting = 8

    package var isWaiting: Bool { !waiting.isEmpty }

    /// Says that the next row has this address: a command asked for it.
    package mutating func announce(_ address: Int) {
        giveUp()
        due = address
    }

    /// Says that rows are left out here: the next one has any address.
    package mutating func interrupt() {
        giveUp()
        due = nil
    }

    /// Says how far regular rows went.
    package mutating func advance(to address: Int) { due = address }

    /// Takes a row.
    ///
    /// - Parameter address: how an address is printed, for comparison with a damaged one.
    /// - Returns: rows with addresses that are sure now, in the order of the text.
    package mutating func take(_ row: DumpRow, text: (Int) -> [UInt8]) -> [DumpRow] {
        guard let address = row.address else {
            wait(row)
            return []
        }
        if waiting.isEmpty {
            guard address == due, !row.mayBeCut else {
                wait(row)
                return []
            }
            due = address + row.count
            return [row]
        }
        if let between = between(due, waiting, address, text) {
            waiting.removeAll()
            return between + follow(row, address)
        }
        for i in waiting.indices {
            guard let start = waiting[i].address, let chain = between(start, Array(waiting[i...]), address, text) else {
                continue
            }
            waiting.removeSubrange(i...)
            giveUp()
            return chain + follow(row, address)
        }
        if address == due {
            giveUp()
            return follow(row, address)
        }
        wait(row)
        return []
    }

    /// A row whose address is sure; a short one still has to be confirmed by what follows.
    private mutating func follow(_ row: DumpRow, _ address: Int) -> [DumpRow] {
        guard row.mayBeCut else {
            due = address + row.count
            return [row]
        }
        due = address
        wait(row)
        return []
    }

    /// The waiting rows with the addresses that they have when they fill what is between two sure ones.
    private func between(
        _ start: Int?, _ waiting: [DumpRow], _ end: Int, _ text: (Int) -> [UInt8]
    ) -> [DumpRow]? {
        guard var next = start, waiting.reduce(next, { $0 + $1.count }) == end else { return nil }
        var rows: [DumpRow] = []
        for var row in waiting {
            let isMeant = row.address == nil && AddressText.isMeant(row.addressText, next, step: row.count, text)
            guard row.address == next || row.knownCount == 0 || isMeant else { return nil }
            row.address = next
            next += row.count
            rows.append(row)
        }
        return rows
    }

    private mutating func wait(_ row: DumpRow) {
        waiting.append(row)
        guard waiting.count > RowSequence.maxWaiting else { return }
        lone.append(waiting.removeFirst())
    }

    private mutating func giveUp() {
        lone += waiting
        waiting.removeAll()
    }

    /// The rows that no neighbour confirmed, since the last time.
    package mutating func takeLone() -> [DumpRow] {
        guard !lone.isEmpty else { return [] }
        defer { lone.removeAll() }
        return lone
    }

    /// The row that waits, the last of them, when it has nothing wrong.
    mutating func takeLastClean() -> DumpRow? {
        guard let last = waiting.last, last.isClean else { return nil }
        waiting.removeLast()
        giveUp()
        return last
    }

    /// Takes the address behind the last row of a dump, whose last word may have been filled up.
    ///
    /// - Returns: the row that it confirms, cut to its end.
    mutating func take(end: Int) -> DumpRow? {
        guard var row = waiting.last, let address = row.address, end > address, end <= address + row.count else {
            return nil
        }
        waiting.removeLast()
        row.bytes.removeLast(address + row.count - end)
        row.known.removeLast(row.known.count - row.bytes.count)
        return row
    }

    /// Says that the text is at its end.
    mutating func finish() { interrupt() }
}
