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
        /// Mean square of the majorities' surplus over that of random bits, which have 1.
        public var bias: Double
        /// Pages that were counted.
        public var pages: Int
        /// The shortest shift register that makes 128 bits in a row; nil for short pages.
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
    /// Random bits have less, by many standard deviations; where a third of the data is constant it is more.
    private static let leastBias = 1.5
    /// Consecutive bits whose complexity is taken, and in how many places: a single wrong majority spoils a place.
    private static let stretch = 128
    private static let places = 24

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
        let surplus = ones.map { Double(2 * $0 - rows.count) }
        let bias = surplus.reduce(0) { $0 + $1 * $1 } / Double(max(1, ones.count * rows.count))
        guard bias >= leastBias else { return nil }
        let bits = ones.map { 2 * $0 > rows.count }
        return Key(pageIndex: index, bits: bits, bias: bias, pages: rows.count, register: shortest(bits, surplus))
    }

    /// Registers of either bit order, over data of 0x00 or of 0xFF, where the majorities are clearest.
    private static func shortest(_ bits: [Bool], _ surplus: [Double]) -> LinearComplexity? {
        let starts = stride(from: 0, through: bits.count - stretch, by: stretch).map { start in
            (start, surplus[start..<start + stretch].reduce(0) { $0 + min(abs($1), 8) })
        }
        return starts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(places).flatMap { start, _ in
            let piece = Array(bits[start..<start + stretch])
            let lowestFirst = piece.indices.map { piece[$0 / 8 * 8 + 7 - $0 % 8] }
            return [piece, piece.map(!), lowestFirst, lowestFirst.map(!)].map { LinearComplexity($0) }
        }
        .min { $0.length < $1.length }
    }
}
