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

        var end: Int { address + count }
    }

    /// Ascending, without overlap.
    private(set) var extents: [Extent] = []
    /// Addresses whose byte came more than once, always the same.
    private(set) var repeated = 0
    /// Addresses that have two values, the first few, and how many they are.
    private(set) var conflicts: [Conflict] = []
    private(set) var conflicting = 0

    struct Conflict: Sendable, Hashable {
        var address: Int
        var kept: UInt8
        var other: UInt8
        /// Where the piece with the other value begins in the text.
        var textOffset: Int
    }

    /// Which of two values for one address counts.
    enum Winner { case first, last }

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
                append(pieces[i].address, pieces[i].slot, pieces[i].count)
            } else {
                try resolve(pieces[i..<next], winner, SpoolCache(store.spool))
            }
            i = next
        }
    }

    private mutating func append(_ address: Int, _ slot: Int, _ count: Int) {
        if let last = extents.last, last.end == address, last.slot + last.count == slot {
            extents[extents.count - 1].count += count
        } else {
            extents.append(Extent(address: address, slot: slot, count: count))
        }
    }

    /// Takes overlapping pieces apart where one begins or ends. Every byte is looked at once, however they overlap.
    private mutating func resolve(
        _ group: ArraySlice<AddressedStore.Piece>, _ winner: Winner, _ bytes: SpoolCache
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
            let ranked = active.min { winner == .first ? $0.slot < $1.slot : $0.slot > $1.slot }
            if let kept = ranked {
                append(address, kept.slot + address - kept.address, end - address)
                for other in active where other.slot != kept.slot {
                    try compare(kept, other, address..<end, bytes)
                }
            }
            active.removeAll { $0.end <= end }
            address = active.isEmpty ? rest.first?.address ?? end : end
        }
    }

    private mutating func compare(
        _ kept: AddressedStore.Piece, _ other: AddressedStore.Piece, _ addresses: Range<Int>, _ bytes: SpoolCache
    ) throws {
        for address in addresses {
            let a = try bytes.byte(at: kept.slot + address - kept.address)
            let b = try bytes.byte(at: other.slot + address - other.address)
            guard a != b else {
                repeated += 1
                continue
            }
            conflicting += 1
            guard conflicts.count < AddressedExtents.shown else { continue }
            let later = max(kept.slot, other.slot) == kept.slot ? kept : other
            conflicts.append(Conflict(address: address, kept: a, other: b, textOffset: later.textOffset))
        }
    }

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

/// Single bytes of a temporary file, of which a few pages are kept.
private final class SpoolCache {
    private let spool: Spool
    private var pages: [(number: Int, bytes: [UInt8])]
    private static let pageSize = 4096

    init(_ spool: Spool) {
        self.spool = spool
        pages = Array(repeating: (-1, []), count: 16)
    }

    func byte(at slot: Int) throws -> UInt8 {
        let number = slot / SpoolCache.pageSize
        let place = number % pages.count
        if pages[place].number != number {
            let start = number * SpoolCache.pageSize
            var bytes = [UInt8](repeating: 0, count: min(SpoolCache.pageSize, spool.sink.position - start))
            try bytes.withUnsafeMutableBytes { try spool.read(into: $0, at: start) }
            pages[place] = (number, bytes)
        }
        return pages[place].bytes[slot % SpoolCache.pageSize]
    }
}
