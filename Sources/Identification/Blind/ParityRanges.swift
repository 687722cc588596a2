// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import PageLayout

/// Guesses where one step's message and parity may lie, from page and OOB size and what the columns hold.
public enum ParityRanges {
    /// How a step lies in the page.
    public enum Arrangement: String, Sendable, Hashable {
        /// Data as the file system sees it, all parity in the OOB.
        case contiguous
        /// Each step's parity near its data, with bytes between them that are not covered (MediaTek).
        case interleaved
        /// Each step's parity directly behind its message, whatever their lengths.
        case run
    }

    /// One guess: the message is this, and the parity begins somewhere in that.
    public struct Candidate: Sendable, Hashable {
        public var arrangement: Arrangement
        /// Bytes of data in a step.
        public var step: Int
        /// Of the first step.
        public var message: [BitRange]
        /// Bytes of the raw page in which the parity lies.
        public var region: Range<Int>
        /// The longest parity, in bytes.
        public var longest: Int
    }

    /// Steps that engines have, in bytes; the usual ones first.
    private static let steps = [512, 1024, 2048, 256, 4096]
    /// The longest parity that codes up to t=72 have, in bytes.
    private static let longestParity = 136

    /// Candidates for the first step, the most plausible first.
    public static func propose(_ statistics: ColumnStatistics, pageSize: Int, oobSize: Int) -> [Candidate] {
        let raw = pageSize + oobSize
        guard oobSize > 0, statistics.columns.count == raw else { return [] }
        var ranked: [(rank: Int, candidate: Candidate)] = []
        for (order, step) in steps.enumerated() where pageSize % step == 0 {
            let count = pageSize / step
            let longest = min(longestParity, oobSize / count)
            guard longest >= 2 else { continue }
            ranked.append(
                (
                    order * 2,
                    Candidate(
                        arrangement: .contiguous, step: step, message: [BitRange(byte: 0, bytes: step)],
                        region: pageSize..<raw, longest: longest)
                ))
            ranked.append(
                (
                    order * 2 + 1,
                    Candidate(
                        arrangement: .interleaved, step: step, message: [BitRange(byte: 0, bytes: step)],
                        region: step..<min(raw, step + oobSize / count), longest: longest)
                ))
        }
        return ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element.candidate)
    }

    /// Exact shapes that the runs of changing OOB columns suggest, for codes that no table lists.
    static func shapes(_ candidate: Candidate, _ statistics: ColumnStatistics) -> [(
        message: [BitRange], parity: BitRange
    )] {
        let region = candidate.region
        let runs = statistics.varyingRuns(region)
        var ranges: [Range<Int>] = []
        func add(_ start: Int, _ length: Int) {
            guard length >= 2, length <= candidate.longest, start >= region.lowerBound,
                start + length <= region.upperBound, !ranges.contains(start..<start + length)
            else { return }
            ranges.append(start..<start + length)
        }
        switch candidate.arrangement {
        case .contiguous:
            let count = max(1, statistics.columns.count / (candidate.step + candidate.longest))
            if let first = runs.first {
                add(first.lowerBound, first.count)
                for parts in Set([count, runs.count]) where parts > 0 && first.count % parts == 0 {
                    add(first.lowerBound, first.count / parts)
                }
            }
            if let last = runs.last, last.count % count == 0 { add(last.lowerBound, last.count / count) }
        case .interleaved:
            for skip in [0, 1, 2, 4, 8, 16] { add(region.lowerBound + skip, region.count - skip) }
        case .run:
            break
        }
        return ranges.flatMap { range in
            var messages = [candidate.message]
            let still = statistics.constantBefore(range.lowerBound, notBelow: region.lowerBound)
            for covered in Set([min(4, still), still, range.lowerBound - region.lowerBound]).sorted() where covered > 0
            {
                messages.append(
                    candidate.message + [BitRange(byte: range.lowerBound - covered, bytes: covered)])
            }
            return messages.map { ($0.joined(), BitRange(byte: range.lowerBound, bytes: range.count)) }
        }
    }
}
