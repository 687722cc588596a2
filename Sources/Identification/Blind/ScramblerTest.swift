// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC

/// Tells a scrambler by what pages at the same place of their blocks have in common: the key, wherever the data are
/// one constant.
public enum ScramblerTest {
    /// The key of one page index, as far as the majority tells it.
    public struct Key: Sendable, Hashable {
        /// Page of the block.
        public var pageIndex: Int
        /// The majority of each bit of the raw page, bit 7 of a byte first: the key, or its inverse where data are 0xFF.
        public var bits: [Bool]
        /// Bits whose majority cannot be chance.
        public var biased: Int
        /// Pages that were counted.
        public var pages: Int
        /// The shift register that makes the longest run of biased bits; nil where there are fewer than 64 in a row.
        public var register: LinearComplexity?

        /// Whether a short register makes them: no other key, and no data, has that.
        public var isShiftRegister: Bool { register.map { $0.length <= 32 && $0.surplus >= 32 } ?? false }
    }

    /// What the pages say.
    public struct Result: Sendable, Hashable {
        public var keys: [Key]
        public var evidence: Evidence
    }

    /// Majorities of fewer pages are no majorities.
    private static let leastPages = 12
    /// Consecutive bits that the complexity is taken of.
    private static let runLength = 256

    /// - Parameter pageIndexes: of each row of the sample, its page in the block.
    /// - Returns: nil when no page index has a key of its own.
    public static func run(_ sample: PageSample, pageIndexes: [Int]) -> Result? {
        guard pageIndexes.count == sample.count else { return nil }
        var rowsOf: [Int: [Int]] = [:]
        for row in sample.distinctRows() { rowsOf[pageIndexes[row], default: []].append(row) }
        let keys = rowsOf.sorted { $0.key < $1.key }.compactMap { key(sample, $0.key, $0.value) }
        // Constant data without a scrambler have the same majority at every index; keys differ.
        guard keys.count >= 2, let first = keys.first else { return nil }
        let distances = keys.dropFirst().map { other in
            zip(first.bits, other.bits).reduce(0) { $0 + ($1.0 != $1.1 ? 1 : 0) }
        }
        let bits = sample.rawSize * 8
        let different = distances.count { $0 * 5 > bits * 2 && $0 * 5 < bits * 3 }
        guard different * 2 > distances.count else { return nil }
        // Each key's majority alone must be half ones, or it is text or a table that differs by page.
        let balanced = keys.count { key in
            let ones = key.bits.count { $0 }
            return abs(ones * 2 - bits) * 20 < bits
        }
        guard balanced * 2 > keys.count else { return nil }
        let proven = keys.filter(\.isShiftRegister).compactMap { key in key.register.map { -Double($0.surplus) } }
        return Result(
            keys: keys,
            evidence: Evidence(
                text: "\(keys.count) page indexes have each a key of its own over \(first.pages) blocks"
                    + "; \(proven.count) of them are of a short shift register",
                log2Chance: proven.reduce(-Double(different), +), tested: rowsOf.count, matches: keys.count))
    }

    private static func key(_ sample: PageSample, _ index: Int, _ rows: [Int]) -> Key? {
        guard rows.count >= leastPages else { return nil }
        var ones = [Int](repeating: 0, count: sample.rawSize * 8)
        for row in rows {
            for column in 0..<sample.rawSize {
                let byte = sample.bytes[row * sample.rawSize + column]
                for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 { ones[column * 8 + bit] += 1 }
            }
        }
        // Four standard deviations: one bit in 16000 is so by chance.
        let margin = 4 * Double(rows.count).squareRoot()
        let biased = ones.map { abs(Double(2 * $0 - rows.count)) > min(margin, Double(rows.count) - 0.5) }
        let count = biased.count { $0 }
        guard count * 10 >= ones.count * 3 else { return nil }
        let bits = ones.map { 2 * $0 > rows.count }
        let run = longestRun(biased)
        let tested = min(run.count, runLength)
        let whole = (run.lowerBound + 7) / 8 * 8..<run.lowerBound + tested
        let sequence = whole.isEmpty ? [] : whole.map { bits[$0] }
        return Key(
            pageIndex: index, bits: bits, biased: count, pages: rows.count,
            register: shortest(sequence))
    }

    /// Registers of either bit order, over data of 0x00 or of 0xFF.
    private static func shortest(_ bits: [Bool]) -> LinearComplexity? {
        let bits = Array(bits.prefix(bits.count / 8 * 8))
        guard bits.count >= 64 else { return nil }
        let lowestFirst = bits.indices.map { bits[$0 / 8 * 8 + 7 - $0 % 8] }
        return [bits, bits.map(!), lowestFirst, lowestFirst.map(!)].map { LinearComplexity($0) }
            .min { $0.length < $1.length }
    }

    private static func longestRun(_ flags: [Bool]) -> Range<Int> {
        var (best, start) = (0..<0, 0)
        for (place, flag) in flags.enumerated() {
            if !flag { start = place + 1 }
            if place + 1 - start > best.count { best = start..<place + 1 }
        }
        return best
    }
}
