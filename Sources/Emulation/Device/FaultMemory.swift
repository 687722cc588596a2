// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Synchronization

/// What has happened on a chip since a filter was put before it, block by block, as far as faults depend on it.
///
/// Grows with the places that were touched.
final class FaultMemory: Sendable {
    /// How often one fault was asked for on one place, and how often it happened there.
    struct Tally {
        var operations = 0
        var fired = 0
    }

    struct Key: Hashable {
        let fault: Int
        let address: Int
    }

    /// A page; on NOR, up to 4096 bytes.
    struct Unit {
        /// Since its block was erased.
        var reads = 0
        /// Of its two neighbours, since its block was erased.
        var neighbourPrograms = 0
        /// Was programmed here: its charge is new.
        var isFresh = false
        /// By the number of the fault.
        var cells: [Int: WornCells] = [:]
    }

    struct Block {
        /// Times that it was erased here.
        var erases = 0
        /// Of pages, since it was erased.
        var reads = 0
        var tallies: [Key: Tally] = [:]
        /// By their index in the block.
        var units: [Int: Unit] = [:]

        mutating func erased() {
            erases += 1
            reads = 0
            units = [:]
        }
    }

    private final class Shard: Sendable {
        let blocks = Mutex<[BlockNumber: Block]>([:])
    }

    private let shards = (0..<64).map { _ in Shard() }

    /// With no other thread in `block`.
    func with<T>(_ block: BlockNumber, _ body: (inout Block) throws -> sending T) rethrows -> sending T {
        try shards[block.rawValue & 63].blocks.withLock { try body(&$0[block, default: Block()]) }
    }
}
