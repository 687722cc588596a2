// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How far apart things lie that repeat.
package struct Spacing: Sendable, Hashable {
    /// The distance met most, in bytes.
    package let period: Int
    /// Where in the period they lie, in bytes.
    package let phase: Int
    /// How many of them lie there.
    package let count: Int

    /// Distances tried: hostile bytes may hold very many.
    private static let maxTries = 16

    /// The shortest distance that most of them keep to.
    ///
    /// - Parameter offsets: ascending.
    /// - Returns: nil when no distance has two thirds of them in its phase.
    package init?(_ offsets: [Int]) {
        var distances: [Int: Int] = [:]
        for (a, b) in zip(offsets, offsets.dropFirst()) where b > a { distances[b - a, default: 0] += 1 }
        // A distance met now and then is a stray or, when it is long, a gap.
        let least = (distances.values.max() ?? 0) / 8
        let often = distances.filter { $0.value > least }.keys.sorted().prefix(Spacing.maxTries)
        for distance in often {
            var phases: [Int: Int] = [:]
            for offset in offsets { phases[offset % distance, default: 0] += 1 }
            let common = phases.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
            if let common, common.value >= 2, common.value * 3 >= offsets.count * 2 {
                period = distance
                phase = common.key
                count = common.value
                return
            }
        }
        return nil
    }
}
