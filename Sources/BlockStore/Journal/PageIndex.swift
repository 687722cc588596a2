// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Synchronization

/// Which record of the journal holds what each page holds, as far as it differs from the base.
///
/// Its size grows with the number of changed blocks and their pages, not with the journal. Blocks are spread over a few
/// locks, so that threads in different blocks do not wait for each other.
final class PageIndex: Sendable {
    private struct Slot {
        var entry = BlockEntry()
        /// Changed since the last checkpoint.
        var isDirty = false
    }

    private final class Shard: Sendable {
        let slots = Mutex<[BlockNumber: Slot]>([:])
    }

    private let shards = (0..<64).map { _ in Shard() }
    private let touched = Atomic(false)
    let geometry: Geometry
    /// In a block.
    let unitsInBlock: Int

    init(geometry: Geometry) {
        self.geometry = geometry
        unitsInBlock = geometry.pagesPerBlock / geometry.unitPages
    }

    /// Whether no block differs.
    var isEmpty: Bool { !touched.load(ordering: .acquiring) }

    /// How `block` differs; nil when it does not.
    func block(_ block: BlockNumber) -> BlockEntry? {
        isEmpty ? nil : shard(block).slots.withLock { $0[block]?.entry }
    }

    /// The last program of unit `index` of a block, and whether the block was erased.
    func unit(_ index: Int, of block: BlockNumber) -> (last: UnitEntry?, isErased: Bool) {
        shard(block).slots.withLock { slots in
            guard let entry = slots[block]?.entry else { return (nil, false) }
            return (entry.unit(index), entry.isErased)
        }
    }

    func change(_ block: BlockNumber, _ body: (inout BlockEntry) -> Void) {
        touched.store(true, ordering: .releasing)
        shard(block).slots.withLock { slots in
            func change(_ slot: inout Slot) {
                body(&slot.entry)
                slot.isDirty = true
            }
            change(&slots[block, default: Slot()])
        }
    }

    /// Blocks that differ, or that changed since the last call of ``settle()``; ascending.
    func blocks(changedOnly: Bool = false) -> [BlockNumber] {
        shards.flatMap { shard in
            shard.slots.withLock { slots in
                changedOnly ? slots.compactMap { $0.value.isDirty ? $0.key : nil } : Array(slots.keys)
            }
        }.sorted()
    }

    /// What is changed from now on is told apart from what was before.
    func settle() {
        for shard in shards {
            shard.slots.withLock { slots in
                for i in slots.values.indices { slots.values[i].isDirty = false }
            }
        }
    }

    /// Takes over what another index says.
    func replace(by other: PageIndex) {
        touched.store(true, ordering: .releasing)
        for (own, new) in zip(shards, other.shards) {
            let slots = new.slots.withLock { $0 }
            own.slots.withLock { $0 = slots }
        }
    }

    private func shard(_ block: BlockNumber) -> Shard { shards[block.rawValue & 63] }
}

extension PageIndex {
    /// What a record does to a chip.
    ///
    /// - Parameter offset: where the record lies.
    /// - Throws: ``FormatError`` unless the chip has such a place.
    func apply(_ record: Record, at offset: Int, name: String) throws {
        try record.checkPlace(in: geometry, at: offset, name: name)
        switch record.kind {
        case .program:
            let (page, block) = (PageNumber(record.address), geometry.block(of: PageNumber(record.address)))
            change(block) { entry in
                let index = geometry.unitIndex(of: page)
                let depth = record.flags.contains(.continued) ? (entry.unit(index)?.depth ?? 0) + 1 : 0
                let isWhole = record.flags.contains(.whole)
                entry.set(
                    index, UnitEntry(offset: offset, depth: min(depth, 0x7FFF), isWhole: isWhole), units: unitsInBlock)
            }
        case .erase, .markBad:
            change(BlockNumber(record.address)) { entry in
                if record.kind == .erase { entry = BlockEntry(erasedAt: offset) } else { entry.isMarkedBad = true }
            }
        default: break
        }
    }
}
