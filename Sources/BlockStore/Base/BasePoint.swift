// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A point of a store that another store is a change of: which store, and the last record that counts.
///
/// A journal is only appended to, so all before a record is as it was as long as the record itself lies at its place:
/// its checksum covers its number, time and contents, and what comes after it is of no concern.
struct BasePoint: Sendable, Hashable {
    /// Of the store; see ``StoreHeader/identity``.
    var identity: UInt64
    /// The number of the state.
    var point: Int
    /// Where the last record up to it lies, in bytes; 0 for the state before all records.
    var offset = 0
    /// Of that record: the checksum in its header.
    var checksum: UInt32 = 0

    /// `POINT OFFSET CHECKSUM IDENTITY`, the last two hexadecimal.
    var text: String { "\(point) \(offset) \(String(checksum, radix: 16)) \(String(identity, radix: 16))" }

    init(identity: UInt64, point: Int, offset: Int = 0, checksum: UInt32 = 0) {
        (self.identity, self.point, self.offset, self.checksum) = (identity, point, offset, checksum)
    }

    init?(parsing text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, let point = Int(parts[0]), point >= 0, let offset = Int(parts[1]), offset >= 0,
            let checksum = UInt32(parts[2], radix: 16), let identity = UInt64(parts[3], radix: 16)
        else { return nil }
        self.init(identity: identity, point: point, offset: offset, checksum: checksum)
    }

    /// Point `point` of the store with `history`.
    ///
    /// - Throws: ``StoreError`` (`damaged`), ``IOFailure``.
    init(_ history: StoreHistory, at point: Int) throws {
        self.init(identity: history.header.identity, point: point)
        let near = history.checkpoints.last { $0.sequence <= point }
        let walker = history.walker(from: near?.offset ?? history.header.description.journal)
        while true {
            let place = walker.offset
            switch try walker.next() {
            case .end: return
            case .broken: throw history.damaged(place, sequence: point)
            case .record(let record, _):
                if record.sequence > point { return }
                (offset, checksum) = (place, record.checksum)
            }
        }
    }

    /// - Parameter base: what the store is to be a change of.
    /// - Throws: ``StoreError`` (`baseChanged`) unless it is this point of this store, ``IOFailure``.
    func check(_ base: any RawImage, name: String, store: String) throws {
        func changed(_ how: String) -> StoreError {
            StoreError(
                .baseChanged, "\(store): its base \(name) \(how)",
                hint: "a store over a point of another one needs the very records that it was made from: bring them "
                    + "back, and name their place as in store,base=FILE:\(store)")
        }
        guard let image = base as? StoreImage else { throw changed("is no store, it was record \(point) of one") }
        guard image.history.header.identity == identity else { throw changed("is another store than it was") }
        guard image.point == point else { throw changed("is opened at record \(image.point), it was \(point)") }
        guard offset > 0 else { return }
        let walker = image.history.walker(from: offset)
        guard case .record(let record, _) = try walker.next(), record.sequence <= point, record.checksum == checksum
        else {
            throw changed("has not the records up to \(point) that it had: it was compacted, or lost its end, since")
        }
    }
}
