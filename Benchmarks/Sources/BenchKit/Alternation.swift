// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Glibc

/// Two ways of doing the same work, by turns in short bursts: the machine's mood is in both.
public struct Alternation {
    /// Bursts of each that count.
    public var bursts: Int
    /// Seconds that a burst lasts at least.
    public var seconds = 0.0005

    public init(bursts: Int) { self.bursts = bursts }

    public struct Outcome {
        /// Median of how many times as fast the first is.
        public var ratio: Double
        /// Seconds that one call takes, the best tenth of the bursts.
        public var ours: Double
        public var theirs: Double
    }

    public func compare(_ ours: () -> Void, with theirs: () -> Void) -> Outcome {
        let ourCalls = calls(ours)
        let theirCalls = calls(theirs)
        var (ourTimes, theirTimes, ratios): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<bursts {
            let theirTime = time(theirs, theirCalls)
            let ourTime = time(ours, ourCalls)
            theirTimes.append(theirTime)
            ourTimes.append(ourTime)
            ratios.append(theirTime / ourTime)
        }
        return Outcome(ratio: median(ratios), ours: tenth(ourTimes), theirs: tenth(theirTimes))
    }

    /// How many calls make a burst; warms up on the way.
    private func calls(_ work: () -> Void) -> Int {
        var calls = 1
        while time(work, calls) * Double(calls) < seconds { calls *= 2 }
        return calls
    }

    /// Processor seconds of one call: what other processes take does not count.
    private func time(_ work: () -> Void, _ calls: Int) -> Double {
        let begin = now()
        for _ in 0..<calls { work() }
        return (now() - begin) / Double(calls)
    }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func tenth(_ times: [Double]) -> Double {
        let sorted = times.sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 10]
    }
}
