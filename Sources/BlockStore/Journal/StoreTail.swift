// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// What stands behind the last good record of a store.
public struct StoreTail: Sendable, Hashable {
    /// Where it begins, in bytes.
    public var offset: Int
    /// Bytes up to the end of the file.
    public var size: Int
    /// The number of the record that was expected there, or more where some were compacted away.
    public var sequence: Int
    /// Whole records found behind the bytes that make no sense.
    public var intactBehind = 0
    /// Syncs among them: what stands before them may have been promised.
    public var syncsBehind = 0

    /// Whether it is more than an end that was cut short while it was written.
    public var isDamage: Bool { syncsBehind > 0 }

    /// `record 143 at 0x1f000 was not written to its end: 1034 bytes dropped`
    public var words: String {
        let place = "record \(sequence) at \(ByteCount.hex(offset))"
        guard !isDamage else {
            return "\(place) is damaged, and what is behind it cannot be used"
        }
        let others = intactBehind > 0 ? ", and \(intactBehind) behind it that were never synced" : ""
        return "\(place) was not written to its end\(others): \(size) bytes dropped"
    }

    /// Looks for whole records behind the place where `walker` found none.
    ///
    /// - Parameter last: the number of the last good record.
    init(_ walker: RecordWalker, last: Int) throws {
        offset = walker.offset
        size = walker.end - walker.offset
        sequence = last + 1
        // A byte that was changed hides its own record alone: the next one is 8 bytes further, or a record.
        let most = last + size / Record.headerSize + 1
        var place = offset + 8
        // Bytes that look like long records by chance, or by malice, are not checked for ever.
        var work = 1 << 30
        while place + Record.headerSize <= walker.end, work > 0 {
            let found = try walker.record(at: place) { record in
                guard record.sequence > last, record.sequence <= most, !record.kind.isBase else { return false }
                work -= record.frameSize
                return work > 0
            }
            guard let (record, frame) = found else {
                place += 8
                continue
            }
            intactBehind += 1
            if record.kind == .sync { syncsBehind += 1 }
            place += frame.count
        }
    }
}
