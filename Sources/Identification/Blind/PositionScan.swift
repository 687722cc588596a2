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

    /// Places for the codes over `polynomials`.
    func hits(_ polynomials: [(m: Int, polynomial: UInt32)]) -> [Hit] {
        let table = BitStream.table(order)
        let messages = [rows.1, rows.2].map { other in
            candidate.message.flatMap { RunScan.sum(sample, rows.0, other, $0.bytes, table) }
        }
        let regions = [rows.1, rows.2].map { RunScan.sum(sample, rows.0, $0, candidate.region, table) }
        guard messages.allSatisfy({ $0.contains { $0 != 0 } }), regions.allSatisfy({ $0.contains { $0 != 0 } })
        else { return [] }
        let starts = self.starts(table)
        let covered = candidate.arrangement == .contiguous ? 0 : min(Self.mostCovered, candidate.region.count)
        let residues = Residues(messages: messages, regions: regions)
        var suffixes = SuffixTable(degree: polynomials.map(\.m).max() ?? 1)
        var hits: [Hit] = []
        for (m, polynomial) in polynomials {
            let found = residues.windows(ResidueTable(modulus: polynomial), starts, covered: covered, &suffixes)
            hits += found.map { Hit(shape: shape($0), m: m, polynomial: polynomial) }
        }
        // Bits behind the parity that never change are its pads: whole bytes say more.
        return hits.filter { $0.shape.parity.end % 8 == 0 } + hits.filter { $0.shape.parity.end % 8 != 0 }
    }

    /// Bytes between message and parity that may be covered, with others behind them that are not (MediaTek: 1 or 8).
    private static let mostCovered = 16

    private func shape(_ window: Window) -> WordShape {
        let region = candidate.region.lowerBound
        let start = region * 8 + window.start
        var message = candidate.message
        if window.covered > 0 { message.append(BitRange(byte: region, bytes: window.covered)) }
        var made = window.made
        // Made up bits that the page has room for are constant bytes of the OOB in front.
        let bytes = made / 8
        if bytes > 0, statistics.constantBefore(start / 8, notBelow: candidate.region.lowerBound) >= bytes {
            message.append(BitRange(byte: start / 8 - bytes, bytes: bytes))
            made = 0
        }
        return WordShape(
            message: message.joined(), gap: made, parity: BitRange(start: start, count: window.count), order: order)
    }

    /// A stretch of the region, in bits from its start, and what lies before it.
    struct Window: Hashable {
        var start: Int
        var count: Int
        /// Bytes at the start of the region that belong to the message.
        var covered = 0
        /// Bits between message and parity that are made up or constant.
        var made = 0
    }

    /// A bit at which parity may begin.
    struct Start {
        /// From the start of the region.
        var bit: Int
        /// The longest parity that fits, in bits.
        var longest: Int
        /// How many bits before it may be covered, though they are made up or constant.
        var made: [Int]
    }

    private func starts(_ table: [UInt8]) -> [Start] {
        candidate.region.flatMap { column -> [Start] in
            let here = statistics.columns[column]
            guard !here.isConstant else { return [] }
            let still = statistics.constantBefore(column, notBelow: candidate.region.lowerBound)
            var made = [0]
            if candidate.arrangement == .contiguous {
                // Four bytes are what engines make up; else all or some of the constant bytes.
                for bytes in [4, still] + Array(0..<still) where !made.contains(bytes * 8) { made.append(bytes * 8) }
            }
            // Right aligned parity: its first byte begins with bits that never change.
            let left = table[Int(here.changing)].leadingZeroBitCount
            return (left > 0 && left < 8 ? [0, left] : [0]).map { skipped in
                let bit = (column - candidate.region.lowerBound) * 8 + skipped
                return Start(
                    bit: bit, longest: min(candidate.longest * 8, candidate.region.count * 8 - bit), made: made)
            }
        }
    }
}
