// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash

/// When something began.
struct Moment {
    /// Nanoseconds since 1970, UTC.
    let time = JournalWriter.now()
    private let start = ContinuousClock.now

    /// Nanoseconds since then.
    var elapsed: UInt64 {
        let took = start.duration(to: .now).components
        return UInt64(clamping: took.seconds) &* 1_000_000_000 &+ UInt64(clamping: took.attoseconds / 1_000_000_000)
    }
}

extension TraceOperation {
    /// Writes down that it failed, and why.
    mutating func note(_ error: any Error) {
        outcome = TraceOutcome(error)
        text = (error as? any Diagnostic)?.message ?? "\(error)"
    }
}
