// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Where the byte at each address lies, once the whole text is read.
struct AddressedExtents: Sendable {
    /// Addresses that lie in the temporary file as they lie on the chip.
    struct Extent: Sendable, Hashable {
        var address: Int
        var slot: Int
        var count: Int
        /// Bytes that repeat from the slot on; 0 where each byte lies for itself.
        var period = 0
        /// The byte of the pattern that the extent begins with.
        var phase = 0

        var end: Int { address + count }
    }

    /// Ascending, without overlap.
    private(set) var extents: [Extent] = []
    /// Addresses whose byte came more than once, always the same.
    var repeated = 0
    /// Addresses that have two values, the first few, and how many they are.
    private(set) var conflicts: [Conflict] = []
    private(set) var conflicting = 0
    /// Bytes that are left out, since nothing but a damaged text's own line tells their address.
    private(set) var unconfirmed = 0

    struct Conflict: Sendable, Hashable {
        var address: Int
        /// Nil when neither counts.
        var kept: UInt8?
        var other: UInt8
        /// Where the piece with the other value begins in the text.
        var textOffset: Int
    }

    /// Which of two values for one address counts.
    enum Winner {
        case first, last
        /// What most of the pieces have; none where two values come as often.
        case majority
    }

    private static let shown = 5

    /// - Parameter store: finished.
    /// - Throws: ``IOFailure``, ``Interrupted``.
    init(_ store: AddressedStore, winner: Winner) throws {
        let pieces = store.pieces.sorted { ($0.address, $0.slot) < ($1.address, $1.slot) }
        extents.reserveCapacity(pieces.count)
        var i = 0
        while i < pieces.count {
            // A group: pieces that overlap, one way or another.
            var end = pieces[i].end
            var next = i + 1
            while next < pieces.count, pieces[next].address < end {
                end = max(end, pieces[next].end)
                next += 1
            }
            if next == i + 1 {
                if pieces[i].trust == .provisional {
                    unconfirmed += pieces[i].count
                } else {
                    append(pieces[i], from: pieces[i].address, count: pieces[i].count)
                }
            } else {
                try resolve(pieces[i..<next], winner, SpoolWindow(store.spool))
            }
            i = next
        }
    }

    mutating func append(_ piece: AddressedStore.Piece, from address: Int, count: Int) {
        guard piece.period == 0 else {
            let phase = (address - piece.address) % piece.period
            extents.append(
                Extent(address: address, slot: piece.slot, count: count, period: piece.period, phase: phase))
            return
        }
        let slot = piece.slot(of: address)
        if let last = extents.last, last.end == address, last.period == 0, last.slot + last.count == slot {
            extents[extents.count - 1].count += count
        } else {
            extents.append(Extent(address: address, slot: slot, count: count))
        }
    }

    /// Takes overlapping pieces apart where one begins or ends. Every byte is looked at once, however they overlap.
    private mutating func resolve(
        _ group: ArraySlice<AddressedStore.Piece>, _ winner: Winner, _ bytes: SpoolWindow
    ) throws {
        var active: [AddressedStore.Piece] = []
        var rest = group
        var address = group.first?.address ?? 0
        while !active.isEmpty || !rest.isEmpty {
            try Interruption.check()
            while let piece = rest.first, piece.address <= address {
                active.append(piece)
                rest = rest.dropFirst()
            }
            let end = min(active.reduce(.max) { min($0, $1.end) }, rest.first?.address ?? .max)
            let patterns = active.allSatisfy { $0.period > 0 }
            if patterns, !active.isEmpty { try settlePatterns(active, address..<end, winner, bytes) }
            for start in stride(from: address, to: patterns ? address : end, by: SpoolWindow.most) {
                let addresses = start..<min(end, start + SpoolWindow.most)
                if winner == .majority {
                    try vote(active, addresses, bytes)
                } else if let kept = active.min(by: { winner == .first ? $0.slot < $1.slot : $0.slot > $1.slot }) {
                    append(kept, from: addresses.lowerBound, count: addresses.count)
                    let values = try bytes.values(of: kept, addresses)
                    for other in active where other.slot != kept.slot {
                        compare(kept, values, other, try bytes.values(of: other, addresses), addresses)
                    }
                }
            }
            active.removeAll { $0.end <= end }
            address = active.isEmpty ? rest.first?.address ?? end : end
        }
    }

    private mutating func compare(
        _ kept: AddressedStore.Piece, _ values: [UInt8], _ other: AddressedStore.Piece, _ others: [UInt8],
        _ addresses: Range<Int>
    ) {
        for (i, address) in addresses.enumerated() {
            if values[i] == others[i] {
                repeated += 1
            } else {
                let later = kept.slot > other.slot ? kept : other
                note(Conflict(address: address, kept: values[i], other: others[i], textOffset: later.textOffset))
            }
        }
    }

    mutating func note(_ conflict: Conflict) {
        conflicting += 1
        if conflicts.count < AddressedExtents.shown { conflicts.append(conflict) }
    }

    mutating func leaveOut(_ count: Int) { unconfirmed += count }

    /// The extent that holds `address`, or the first one behind it; nil when there is none.
    func index(at address: Int) -> Int? {
        var low = 0
        var high = extents.count
        while low < high {
            let mid = (low + high) / 2
            if extents[mid].end > address { high = mid } else { low = mid + 1 }
        }
        return low < extents.count ? low : nil
    }
}
