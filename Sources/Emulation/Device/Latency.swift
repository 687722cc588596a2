// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension FaultDevice {
    /// Lets the time pass that `faults` say an operation takes, `count` times.
    func delay(_ faults: [PlacedFault], _ count: Int, _ time: (Fault.Latency) -> Int) {
        for fault in faults {
            guard case .delays(let latency) = fault.fault.kind else { continue }
            Self.wait(nanoseconds: time(latency) * count)
        }
    }

    /// Sleeps; the last stretch, which the scheduler would make longer, is waited out.
    private static func wait(nanoseconds: Int) {
        guard nanoseconds > 0 else { return }
        let end = now() + nanoseconds
        let slack = 80_000
        if nanoseconds > slack {
            let sleep = nanoseconds - slack
            var time = timespec(tv_sec: sleep / 1_000_000_000, tv_nsec: sleep % 1_000_000_000)
            nanosleep(&time, nil)
        }
        while now() < end {}
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
