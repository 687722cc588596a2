// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension JournalWriter {
    /// Whether it is time for a checkpoint.
    func isDue(_ state: State) -> Bool {
        state.recent.records >= interval.records || state.recent.bytes >= interval.bytes
    }

    /// Writes down where all pages are, so that the next opening need not read the records up to here.
    ///
    /// - Parameter index: of the state after the last record.
    /// - Throws: ``IOFailure``; the store is as good as before.
    func checkpoint(_ index: PageIndex) throws {
        var written: StoreHistory.Stop?
        try append { state in
            let isFull = state.checkpoint == nil || state.needsFull || state.partial > 2 * state.full + 1 << 20
            let blocks = index.blocks(changedOnly: !isFull).compactMap { number in
                index.block(number).map { (number, $0) }
            }
            let payload = Checkpoint.payload(events: state.events, blocks: blocks)
            state.add(
                .checkpoint, flags: isFull ? .full : [], address: state.checkpoint?.offset ?? 0, payload,
                seed: header.seed)
            let stop = StoreHistory.Stop(
                offset: state.end, sequence: state.sequence, isFull: isFull, size: state.buffer.count)
            written = stop
        } done: { _, state in
            guard let written else { return }
            (state.partial, state.full) =
                written.isFull ? (0, written.size) : (state.partial + written.size, state.full)
            state.needsFull = false
            state.checkpoint = written
            state.events = []
            state.recent = (0, 0)
            index.settle()
        }
        guard let written else { return }
        let slot = CheckpointSlot(offset: written.offset, sequence: written.sequence)
        // A hint: without it the next opening reads more.
        try? slot.encoded(seed: header.seed).withUnsafeBytes { try file.write($0, at: try olderSlot()) }
    }

    /// Where the slot that says less is: the other one stays as it is until this one is whole.
    private func olderSlot() throws -> Int {
        let newest = try CheckpointSlot.all(file, seed: header.seed).first?.encoded(seed: header.seed)
        let slots = StoreHeader.slots
        return try file.bytes(at: slots[0], count: 32) == newest ? slots[1] : slots[0]
    }
}
