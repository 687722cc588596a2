// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Synchronization

/// What a view has done so far, whatever of it the kernel did not have in its cache.
final class FUSECounters: Sendable {
    let reads = Atomic(0)
    let writes = Atomic(0)
    let bytesRead = Atomic(0)
    let bytesWritten = Atomic(0)
    /// Requests that were answered with an error.
    let failures = Atomic(0)

    var byName: [String: Int] {
        func value(_ counter: borrowing Atomic<Int>) -> Int { counter.load(ordering: .relaxed) }
        return [
            "reads": value(reads), "writes": value(writes), "bytesRead": value(bytesRead),
            "bytesWritten": value(bytesWritten), "failures": value(failures),
        ]
    }
}
