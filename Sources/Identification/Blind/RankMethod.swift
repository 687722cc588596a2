// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import PageLayout

/// Which bits of a raw page are sums of others, found with no idea of the code: the dual code of what was written.
///
/// Needs more error-free distinct rows than there are bits that carry information.
public enum RankMethod {
    /// What the rows say.
    public struct Result: Sendable, Hashable {
        /// Bits that are sums of bits before them: parity, when the parity comes last in the range.
        public var parity: [Int]
        /// Bits that go into those sums: the message, as far as it varies.
        public var message: [Int]
        /// Bits that never change.
        public var constant: [Int]
        /// Which part of the message bits goes into a sum, on average: about one half for a code, little for a pattern.
        public var density: Double
        public var evidence: Evidence
    }

    /// Why there is no result.
    public enum Refusal: Error, Hashable, Sendable {
        /// More bits or rows than the method is worth: so many word operations.
        case tooLarge(operations: Int)
        /// Rows that are needed, and that there are.
        case tooFewRows(needed: Int, found: Int)
        /// Rows enough, and no bit that depends on others.
        case independent
    }

    /// Rows beyond the number of bits: each halves the chance that a sum is one by accident.
    private static let surplus = 50
    /// Word operations of the largest elimination: seconds in a release build.
    public static let limit = 6_000_000_000

    /// - Parameters:
    ///   - range: bits of the raw page, counted with bit 7 of a byte first.
    /// - Throws: ``Refusal``.
    public static func relations(_ sample: PageSample, _ range: BitRange) throws(Refusal) -> Result {
        guard range.start >= 0, range.count > 0, range.end <= sample.rawSize * 8 else {
            throw .tooFewRows(needed: 1, found: 0)
        }
        let words = (range.count + 63) / 64
        let rows = sample.distinctRows()
        let taken = rows.prefix(range.count + surplus + 1)
        let operations = range.count.multipliedReportingOverflow(by: taken.count * words / 2 + 1)
        guard !operations.overflow, operations.partialValue <= limit else {
            throw .tooLarge(operations: operations.overflow ? .max : operations.partialValue)
        }
        var matrix = BitMatrix(columns: range.count)
        var first: [UInt64]?
        var changing = [UInt64](repeating: 0, count: words)
        for row in taken {
            let bits = columns(sample, row, range)
            guard let reference = first else {
                first = bits
                continue
            }
            let sum = zip(bits, reference).map { $0 ^ $1 }
            for i in 0..<words { changing[i] |= sum[i] }
            matrix.append(sum)
        }
        let varying = changing.reduce(0) { $0 + $1.nonzeroBitCount }
        let rowCount = matrix.rowCount
        let pivots = matrix.eliminate()
        // The rank itself has to stay below the number of rows, or the rows decide it and not the code.
        guard rowCount >= pivots.count + surplus else {
            throw .tooFewRows(needed: pivots.count + surplus + 1, found: rowCount)
        }
        let isPivot = Set(pivots)
        let parity = (0..<range.count).filter { !isPivot.contains($0) && changing[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        guard !parity.isEmpty else { throw .independent }
        let weights = pivots.indices.map { row in parity.count { matrix[row, $0] } }
        let message = pivots.indices.filter { weights[$0] > 0 }.map { pivots[$0] }
        return Result(
            parity: parity.map { $0 + range.start }, message: message.map { $0 + range.start },
            constant: (0..<range.count).filter { changing[$0 / 64] >> UInt64($0 % 64) & 1 == 0 }
                .map { $0 + range.start },
            density: Double(weights.reduce(0, +)) / Double(max(1, message.count * parity.count)),
            evidence: Evidence(
                text: "\(parity.count) of \(varying) changing bits are sums of others in \(rowCount) rows",
                log2Chance: Double(pivots.count - rowCount), tested: rowCount, matches: rowCount))
    }

    /// The bits of `range` of one row, the first at bit 0 of the first word.
    private static func columns(_ sample: PageSample, _ row: Int, _ range: BitRange) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: (range.count + 63) / 64)
        let base = row * sample.rawSize
        for bit in 0..<range.count {
            let place = range.start + bit
            if sample.bytes[base + place / 8] & (0x80 >> UInt8(place % 8)) != 0 {
                words[bit / 64] |= 1 << UInt64(bit % 64)
            }
        }
        return words
    }
}
