// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Which cells are known only in part, and which of their bytes: a bit a cell in memory, the rest in a
/// temporary file.
struct PartialCells {
    private(set) var slots = SlotSet()
    private var masks: Spool?

    /// - Parameter slot: greater than all before.
    mutating func append(_ slot: Int, known: [Bool]) throws {
        let masks = try masks ?? Spool()
        self.masks = masks
        try masks.sink.hole(count: slot * known.count - masks.sink.position, filler: 0)
        try known.withUnsafeBytes { try masks.sink.write($0) }
        slots.insert(slot)
    }

    /// For each of `count` bytes whether it is known; nil when all are.
    func known(_ slot: Int, count: Int) throws -> [Bool]? {
        guard slots.contains(slot), let masks else { return nil }
        var mask = [UInt8](repeating: 0, count: count)
        try mask.withUnsafeMutableBytes { try masks.read(into: $0, at: slot * count) }
        return mask.map { $0 != 0 }
    }

    mutating func replace(_ slot: Int, known: [Bool]) throws {
        try known.withUnsafeBytes { try masks?.replace($0, at: slot * known.count) }
        if !known.contains(false) { slots.remove(slot) }
    }
}

/// Slots, one bit each.
struct SlotSet: Sendable {
    /// Bit `slot % 64` of word `slot / 64`.
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    func contains(_ slot: Int) -> Bool {
        let word = slot / 64
        return word < words.count && words[word] & (1 << UInt64(slot % 64)) != 0
    }

    mutating func insert(_ slot: Int) {
        let lacking = slot / 64 + 1 - words.count
        if lacking > 0 { words.append(contentsOf: repeatElement(0, count: lacking)) }
        words[slot / 64] |= 1 << UInt64(slot % 64)
    }

    mutating func remove(_ slot: Int) {
        guard contains(slot) else { return }
        words[slot / 64] &= ~(1 << UInt64(slot % 64))
    }
}
