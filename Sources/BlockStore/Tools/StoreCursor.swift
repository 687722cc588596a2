// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// Goes through a store from point to point, with what counts at each kept at hand.
///
/// The journal is read once, when it is made; going on to a later point takes as long as there are records between.
/// For one thread at a time.
public final class StoreCursor {
    /// A record of the journal.
    public struct Step: Sendable, Hashable {
        let record: Record
        /// In the file.
        let offset: Int

        public var sequence: Int { record.sequence }
        public var kind: Record.Kind { record.kind }
        /// A page (program), a block (erase, mark bad), a number (rewind).
        public var address: Int { record.address }
    }

    public let geometry: Geometry
    /// Records in the order of their numbers.
    public let steps: [Step]
    let image: StoreImage
    private let state: StoreState
    /// Steps that ``state`` is after.
    private var done = 0

    /// - Throws: ``StoreError`` (`damaged`), ``FormatError`` with an offset, ``IOFailure``.
    public init(_ image: StoreImage) throws {
        let history = image.history
        self.image = image
        geometry = image.geometry
        let walker = history.walker(from: history.header.description.journal)
        var steps: [Step] = []
        let index = PageIndex(geometry: geometry)
        while true {
            let offset = walker.offset
            switch try walker.next() {
            case .end:
                self.steps = steps
                state = StoreState(base: image.base, index: index, file: history.file, header: history.header)
                return
            case .broken: throw history.damaged(offset, sequence: (steps.last?.sequence ?? 0) + 1)
            case .record(let record, _):
                let last = steps.last?.sequence ?? 0
                guard record.sequence > last, !record.kind.isBase else {
                    throw FormatError(
                        .badValue, name: history.file.name, at: offset, field: "the record's number",
                        expected: "more than \(last)", found: "\(record.sequence)")
                }
                try record.checkPlace(in: geometry, at: offset, name: history.file.name)
                steps.append(Step(record: record, offset: offset))
            }
        }
    }

    /// The store's file.
    public var path: String { image.history.file.name }

    /// The number of the last record that can be gone to: the point at which the store was opened.
    public var last: Int { image.point }
    /// Before this one, states are only there where a mark is.
    public var first: Int { image.description.compacted }

    /// The number that `text` means: a number, or the name of a mark.
    ///
    /// - Throws: ``UsageError`` for what is no point of this store.
    public func point(_ text: String) throws -> Int { try image.history.point(text) }

    /// The index in ``steps`` of the first record after `point`.
    public func index(after point: Int) -> Int {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].sequence > point { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// What a program was of: its pages, and their data and OOB as they went to the chip.
    ///
    /// - Throws: ``StoreError`` (`damaged`), ``IOFailure``.
    public func program(_ step: Step) throws -> (pages: PageRange, bits: [UInt8]) {
        let first = PageNumber(step.address)
        guard step.kind == .program, step.address < geometry.pageCount else { throw damaged(step) }
        let (record, payload) = try state.program(at: step.offset, of: geometry.unit(of: first))
        guard record == step.record else { throw damaged(step) }
        let bits = Array(payload.dropFirst(record.flags.contains(.continued) ? 8 : 0))
        return (PageRange(from: first, count: bits.count / geometry.rawPageSize), bits)
    }

    /// The chip after record `point`; valid until the next call.
    ///
    /// - Throws: ``FormatError`` for a record of what the chip does not have, ``StoreError`` (`damaged`), ``IOFailure``.
    public func state(at point: Int) throws -> any PageSource {
        let target = index(after: point)
        if target < done || point < first {
            state.index.replace(by: try image.history.index(at: point))
            done = target
        }
        while done < target {
            let step = steps[done]
            if step.kind == .rewind {
                state.index.replace(by: try image.history.index(at: step.address))
            } else {
                try state.index.apply(step.record, at: step.offset, name: image.history.file.name)
            }
            done += 1
        }
        return state
    }

    /// A small store that goes on from `point`.
    ///
    /// - Parameter salt: other ones that go on from the same point have another.
    public func branch(at point: Int, salt: UInt64) -> StoreBranch {
        let header = image.history.header
        let before = index(after: point) - 1
        let step = before >= 0 ? steps[before] : nil
        let base = BasePoint(
            identity: header.identity, point: point, offset: step?.offset ?? 0, checksum: step?.record.checksum ?? 0)
        return StoreBranch(
            image, at: base, identity: header.identity ^ salt, time: step?.record.time ?? header.created)
    }

    private func damaged(_ step: Step) -> StoreError {
        image.history.damaged(step.offset, sequence: step.sequence)
    }
}
