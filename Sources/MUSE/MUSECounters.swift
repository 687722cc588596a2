// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Synchronization

/// What a server has done so far.
public final class MUSECounters: Sendable {
    let reads = Atomic(0)
    let writes = Atomic(0)
    let erases = Atomic(0)
    let bytesRead = Atomic(0)
    let bytesWritten = Atomic(0)
    /// Reads with a step at or over the threshold, and reads with an uncorrectable one.
    let bitflipReads = Atomic(0)
    let uncorrectableReads = Atomic(0)
    let failures = Atomic(0)

    /// The counters at one moment.
    public struct Values: Sendable, Hashable {
        public var reads: Int
        public var writes: Int
        public var erases: Int
        public var bytesRead: Int
        public var bytesWritten: Int
        public var bitflipReads: Int
        public var uncorrectableReads: Int
        public var failures: Int

        public var byName: [String: Int] {
            [
                "reads": reads, "writes": writes, "erases": erases, "bytesRead": bytesRead,
                "bytesWritten": bytesWritten, "bitflipReads": bitflipReads, "uncorrectableReads": uncorrectableReads,
                "failures": failures,
            ]
        }
    }

    public var values: Values {
        func value(_ counter: borrowing Atomic<Int>) -> Int { counter.load(ordering: .relaxed) }
        return Values(
            reads: value(reads), writes: value(writes), erases: value(erases), bytesRead: value(bytesRead),
            bytesWritten: value(bytesWritten), bitflipReads: value(bitflipReads),
            uncorrectableReads: value(uncorrectableReads), failures: value(failures))
    }
}
