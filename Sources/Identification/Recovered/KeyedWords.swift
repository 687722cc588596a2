// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// A code under a scrambler whose key depends on the page's place in its block.
///
/// Pages at the same place have the same key, and sums of their words do not show it: what is recovered from them
/// alone is the code, with the key as its mask. Two places that have one code with two masks prove the key.
enum KeyedWords {
    /// Pages at one place that are taken.
    private static let mostRows = 64
    /// Places that are looked at: late enough for no headers, early enough for blocks that are written in part.
    private static let places = [3, 6, 9]

    /// - Returns: one sentence; nil when no two places prove it.
    static func sentence(_ pages: any RawPages) throws -> String? {
        let usual = pages.shape.usualPagesPerBlock
        // A multiple of all usual block sizes first: it makes no assumption, and takes a large dump.
        for cycle in [256, usual, 64, 32] where pages.count / cycle >= GeneratorSearch.leastMatches {
            var first: RecoveredCode?
            for place in places where place < cycle {
                guard let found = try code(pages, place, cycle) else { break }
                guard let other = first else {
                    first = found
                    continue
                }
                guard case .bch(let parameters, let form) = found.code, case .bch(parameters, let before) = other.code,
                    form != before
                else { continue }
                return "\(found.evidence.text), each under a key of its page's place among \(cycle): a scrambler"
            }
        }
        return nil
    }

    /// What pages at one place of all blocks hold.
    static func code(_ pages: any RawPages, _ place: Int, _ cycle: Int) throws -> RecoveredCode? {
        var rows: [[UInt8]] = []
        let step = max(1, pages.count / cycle / (mostRows * 2)) * cycle
        for number in stride(from: place, to: pages.count, by: step) where rows.count < mostRows {
            if let bytes = try pages.page(number), RowSampler.tells(bytes) { rows.append(bytes) }
        }
        let shape = pages.shape
        guard let sample = PageSample(pages: rows, pageSize: shape.pageSize, oobSize: shape.oobSize) else {
            return nil
        }
        return BlindRecovery.run(sample, effort: .quick).first
    }
}
