// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A record that spares reading the ones before it: which records hold the pages that changed since the last one,
/// and which marks and rewinds there were.
///
/// The byte layout is that of docs/store-format.md, section "Checkpoints".
struct Checkpoint {
    /// Of this record, in the file.
    var offset: Int
    var sequence: Int
    /// Of the checkpoint before it; nil for the first.
    var previous: Int?
    var isFull: Bool
    /// Since the checkpoint before it.
    var events: [StoreEvent] = []
    /// Bytes of the record.
    var size = 0

    /// Puts the payload together.
    static func payload(events: [StoreEvent], blocks: [(BlockNumber, BlockEntry)]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittle(UInt32(events.count))
        bytes.appendLittle(UInt32(blocks.count))
        for event in events {
            let name = Array(event.name.utf8)
            bytes += [event.kind.rawValue, UInt8(truncatingIfNeeded: name.count), 0, 0, 0, 0, 0, 0]
            bytes.appendLittle(UInt64(event.sequence))
            bytes.appendLittle(UInt64(event.target))
            bytes += name + [UInt8](repeating: 0, count: -name.count & 7)
        }
        for (number, entry) in blocks {
            bytes.appendLittle(UInt64(number.rawValue))
            bytes.appendLittle(UInt64(entry.erasedAt))
            bytes.appendLittle(UInt32(entry.isMarkedBad ? 1 : 0))
            let words = (entry.units.count + 63) / 64
            bytes.appendLittle(UInt32(words))
            for word in 0..<words {
                var bits: UInt64 = 0
                for (i, unit) in entry.units.dropFirst(word * 64).prefix(64).enumerated() where unit.isPresent {
                    bits |= 1 << UInt64(i)
                }
                bytes.appendLittle(bits)
            }
            for unit in entry.units where unit.isPresent { bytes.appendLittle(unit.rawValue) }
        }
        return bytes
    }
}
