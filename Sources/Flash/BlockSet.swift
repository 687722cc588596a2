// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A set of block numbers, kept as ascending runs that neither touch nor overlap.
public struct BlockSet: Hashable, Sendable {
    public private(set) var runs: [BlockRange] = []

    public init() {}

    public init(_ blocks: some Sequence<BlockNumber>) {
        for block in blocks { insert(block..<block.advanced(by: 1)) }
    }

    /// Reads `3,6` or `0,3,17..20`; both ends of `A..B` are meant. Space around numbers is allowed.
    ///
    /// - Returns: nil when a part is no number, a range is upside down, or a number is over 2^40.
    public init?(parsing text: some StringProtocol) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = part.drop(while: \.isWhitespace)
            let ends = trimmed.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
            func number(_ s: Substring) -> Int? {
                var s = s
                while s.last?.isWhitespace == true { s.removeLast() }
                return ByteCount.parse(s).flatMap { $0 <= 1 << 40 ? $0 : nil }
            }
            guard let low = ends.first.flatMap({ number(Substring($0)) }),
                let high = ends.last.flatMap({ number(Substring($0)) }), low <= high
            else { return nil }
            insert(BlockNumber(low)..<BlockNumber(high + 1))
        }
    }

    public var isEmpty: Bool { runs.isEmpty }
    /// How many blocks are in the set.
    public var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// Index of the first run that ends after `block`.
    private func firstRun(endingAfter block: BlockNumber) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let mid = (low + high) / 2
            if runs[mid].upperBound > block { high = mid } else { low = mid + 1 }
        }
        return low
    }

    public func contains(_ block: BlockNumber) -> Bool {
        let i = firstRun(endingAfter: block)
        return i < runs.count && runs[i].contains(block)
    }

    /// The run that holds `block`, else the gap around it, as far as it is bounded by runs.
    public func run(around block: BlockNumber, limit: BlockRange) -> (blocks: BlockRange, isMember: Bool) {
        let i = firstRun(endingAfter: block)
        if i < runs.count, runs[i].contains(block) { return (runs[i].clamped(to: limit), true) }
        let low = i > 0 ? runs[i - 1].upperBound : limit.lowerBound
        let high = i < runs.count ? runs[i].lowerBound : limit.upperBound
        return ((low..<max(low, high)).clamped(to: limit), false)
    }

    public mutating func insert(_ block: BlockNumber) { insert(block..<block.advanced(by: 1)) }

    public mutating func insert(_ new: BlockRange) {
        guard !new.isEmpty else { return }
        // Runs that touch count as one, hence the run that ends exactly at our start is taken in too.
        let first = firstRun(endingAfter: new.lowerBound.advanced(by: -1))
        var last = first
        var merged = new
        while last < runs.count, runs[last].lowerBound <= new.upperBound {
            merged = min(merged.lowerBound, runs[last].lowerBound)..<max(merged.upperBound, runs[last].upperBound)
            last += 1
        }
        runs.replaceSubrange(first..<last, with: [merged])
    }
}

extension BlockSet: CustomStringConvertible {
    /// `0,3,17..20`: what ``init(parsing:)`` reads.
    public var description: String {
        runs.map { run in
            let last = run.upperBound.rawValue - 1
            return run.count == 1 ? "\(last)" : "\(run.lowerBound.rawValue)..\(last)"
        }.joined(separator: ",")
    }
}
