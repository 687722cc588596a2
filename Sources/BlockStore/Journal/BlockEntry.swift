// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Where a block's contents are: the records that count for its units.
struct BlockEntry: Sendable, Hashable {
    /// Where the record of its last erase is; 0 for never.
    var erasedAt = 0
    var isMarkedBad = false
    /// By unit; empty when none was programmed.
    var units: [UnitEntry] = []

    /// Whether the base's contents no longer count.
    var isErased: Bool { erasedAt != 0 }

    /// The record to begin with for unit `index`; nil when none programmed it.
    func unit(_ index: Int) -> UnitEntry? {
        index < units.count && units[index].isPresent ? units[index] : nil
    }

    mutating func set(_ index: Int, _ entry: UnitEntry, units count: Int) {
        if units.isEmpty { units = [UnitEntry](repeating: UnitEntry(rawValue: 0), count: count) }
        units[index] = entry
    }
}

/// The last program of a unit, in 64 bits: where its record is, and what is needed beside it.
struct UnitEntry: RawRepresentable, Sendable, Hashable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - offset: of the record in the file, below 2^48.
    ///   - depth: how many records before it count too.
    ///   - isWhole: whether the record is all that the unit holds.
    init(offset: Int, depth: Int, isWhole: Bool) {
        rawValue = UInt64(offset) | UInt64(depth) << 48 | (isWhole ? 1 << 63 : 0)
    }

    var isPresent: Bool { rawValue != 0 }
    var offset: Int { Int(rawValue & 0xFFFF_FFFF_FFFF) }
    var depth: Int { Int(rawValue >> 48 & 0x7FFF) }
    var isWhole: Bool { rawValue >> 63 == 1 }

    /// As deep as a chain of records gets: then one is written that is whole.
    static let maxDepth = 7
}
