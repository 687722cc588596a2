// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Synchronization

/// What differs from the base, block by block.
///
/// Blocks are spread over a few locks, so that threads in different blocks do not wait for each other.
final class Changes: Sendable {
    /// One block that differs from the base's.
    struct Block {
        /// The base's contents no longer count: units not in ``units`` are erased.
        var isErased = false
        var isMarkedBad = false
        /// Changed units by their index in the block: the data of the unit's pages, then their OOB.
        var units: [Int: [UInt8]] = [:]
    }

    private final class Shard: Sendable {
        let blocks = Mutex<[BlockNumber: Block]>([:])
    }

    private let shards = (0..<64).map { _ in Shard() }
    private let touched = Atomic(false)

    /// Whether no block differs: asked before each read, so it takes no lock.
    var isEmpty: Bool { !touched.load(ordering: .acquiring) }

    /// How `block` differs; nil when it does not.
    func block(_ block: BlockNumber) -> Block? {
        isEmpty ? nil : shard(block).blocks.withLock { $0[block] }
    }

    func holds(_ block: BlockNumber) -> Bool {
        !isEmpty && shard(block).blocks.withLock { $0[block] != nil }
    }

    /// Changes `block`, with no other thread in it.
    func change(_ block: BlockNumber, _ body: (inout Block) throws -> Void) rethrows {
        touched.store(true, ordering: .releasing)
        try shard(block).blocks.withLock { try body(&$0[block, default: Block()]) }
    }

    /// Blocks that differ, ascending.
    var blocks: [BlockNumber] { shards.flatMap { shard in shard.blocks.withLock { Array($0.keys) } }.sorted() }

    /// Units kept, of all blocks.
    var unitCount: Int {
        shards.reduce(0) { sum, shard in sum + shard.blocks.withLock { $0.values.reduce(0) { $0 + $1.units.count } } }
    }

    private func shard(_ block: BlockNumber) -> Shard { shards[block.rawValue & 63] }
}
