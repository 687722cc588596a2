// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How long operations took, in room that does not grow: 16 steps for each power of 2.
struct LatencyHistogram {
    private static let steps = 16
    private var counts = [Int](repeating: 0, count: 64 * steps)
    private var total = 0
    private(set) var longest = 0

    /// - Parameter time: nanoseconds.
    mutating func add(_ time: Int) {
        counts[Self.index(max(0, time))] += 1
        total += 1
        longest = max(longest, time)
    }

    /// The time that `share` of all are within, to half a step: 3.2 %.
    func quantile(_ share: Double) -> Int {
        var left = Int((Double(total) * share).rounded(.up))
        for (index, count) in counts.enumerated() where count > 0 {
            left -= count
            if left <= 0 { return min(Self.middle(index), longest) }
        }
        return longest
    }

    private static func index(_ time: Int) -> Int {
        guard time >= steps else { return time }
        let power = Int.bitWidth - 1 - time.leadingZeroBitCount
        return (power - 3) * steps + (time >> (power - 4)) - steps
    }

    private static func middle(_ index: Int) -> Int {
        guard index >= steps else { return index }
        let shift = index / steps - 1
        let low = (index % steps + steps) << shift
        return low + (1 << shift) / 2
    }
}
