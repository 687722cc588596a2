// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// When something began.
struct Moment {
    /// Nanoseconds since 1970, UTC.
    let time: UInt64
    private let start: UInt64

    init() {
        time = Moment.now(CLOCK_REALTIME)
        start = Moment.now(CLOCK_MONOTONIC)
    }

    /// Nanoseconds since then.
    var elapsed: UInt64 { Moment.now(CLOCK_MONOTONIC) - start }

    private static func now(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}

extension TraceOperation {
    /// Writes down that it failed, and why.
    mutating func note(_ error: any Error) {
        outcome = TraceOutcome(error)
        text = (error as? any Diagnostic)?.message ?? "\(error)"
    }
}
