// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// Finds where the parity of a step lies, whatever its place and length, by one root of the code.
///
/// For the right place, length and polynomial the sum of two words vanishes at alpha. A window's value grows by one
/// table step per byte, so that all places and lengths cost less than one greatest common divisor.
struct PositionScan {
    let sample: PageSample
    let statistics: ColumnStatistics
    let candidate: ParityRanges.Candidate
    let order: BitOrder
    /// Three rows whose messages differ.
    let rows: (Int, Int, Int)

    /// A place at which two sums vanish.
    struct Hit: Hashable {
        var shape: WordShape
        var m: Int
        var polynomial: UInt32
    }

    /// Bytes of the sum of two rows, in the order of the stream.
    private func sum(_ a: Int, _ b: Int, _ range: BitRange, _ table: [UInt8]) -> [UInt8] {
        range.bytes.map {
            table[Int(sample.bytes[a * sample.rawSize + $0] ^ sample.bytes[b * sample.rawSize + $0])]
        }
    }

    /// Places for the codes over `polynomials`.
    func hits(_ polynomials: [(m: Int, polynomial: UInt32)]) -> [Hit] {
        let table = BitStream.table(order)
        let region = BitRange(byte: candidate.region.lowerBound, bytes: candidate.region.count)
        let messages = [rows.1, rows.2].map { other in candidate.message.flatMap { sum(rows.0, other, $0, table) } }
        let regions = [rows.1, rows.2].map { sum(rows.0, $0, region, table) }
        guard messages.allSatisfy({ $0.contains { $0 != 0 } }), regions.allSatisfy({ $0.contains { $0 != 0 } })
        else { return [] }
        let starts = self.starts(table)
        let residues = Residues(messages: messages, regions: regions, longest: candidate.longest)
        var suffixes = SuffixTable(degree: polynomials.map(\.m).max() ?? 1)
        var hits: [Hit] = []
        for (m, polynomial) in polynomials {
            let reducer = ResidueTable(modulus: polynomial)
            let found =
                candidate.arrangement == .bitPacked
                ? residues.packed(reducer, polynomial) : residues.windows(reducer, polynomial, starts, &suffixes)
            hits += found.map { Hit(shape: shape($0), m: m, polynomial: polynomial) }
        }
        return hits
    }

    private func shape(_ window: Window) -> WordShape {
        let start = candidate.region.lowerBound * 8 + window.start
        var message = candidate.message
        var gap = window.gap.made
        // Made up bits that the page has room for are constant bytes of the OOB in front.
        let bytes = gap / 8
        if bytes > 0, start % 8 == 0,
            statistics.constantBefore(start / 8, notBelow: candidate.region.lowerBound) >= bytes
        {
            message.append(BitRange(byte: start / 8 - bytes, bytes: bytes))
            gap = 0
        }
        return WordShape(
            message: message.joined(), gap: gap,
            parity: BitRange(start: start + window.gap.left, count: window.count - window.gap.left), order: order)
    }

    /// What lies between message and parity, in bits.
    struct Gap: Hashable {
        /// Covered, but made up or constant.
        var made = 0
        /// At the start of the parity's bytes, and neither covered nor parity: right aligned parity.
        var left = 0

        /// How many powers of x the message is lifted beyond the parity's bytes.
        var lift: Int { made - left }
    }

    /// A stretch of the region, in bits from its start, and what lies before it.
    struct Window: Hashable {
        var start: Int
        var count: Int
        var gap = Gap()
    }

    /// A column at which parity may begin.
    struct Start {
        /// From the start of the region.
        var column: Int
        /// The longest parity that fits, in bytes.
        var longest: Int
        var gaps: [Gap]
    }

    private func starts(_ table: [UInt8]) -> [Start] {
        candidate.region.compactMap { column in
            let here = statistics.columns[column]
            guard !here.isConstant else { return nil }
            let still = statistics.constantBefore(column, notBelow: candidate.region.lowerBound)
            // Right aligned parity: its first byte begins with bits that never change.
            let left = table[Int(here.changing)].leadingZeroBitCount
            var gaps: [Gap] = []
            for bytes in [0, 4, still] {
                for left in left > 0 && left < 8 ? [0, left] : [0] {
                    let gap = Gap(made: bytes * 8, left: left)
                    if !gaps.contains(gap) { gaps.append(gap) }
                }
            }
            return Start(
                column: column - candidate.region.lowerBound,
                longest: min(candidate.longest, candidate.region.upperBound - column), gaps: gaps)
        }
    }
}
