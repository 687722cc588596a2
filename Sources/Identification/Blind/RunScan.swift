// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// Finds the first word of a page where parity follows its message directly, whatever the lengths of both.
///
/// The sum of two words vanishes at alpha where the word ends, and the constants in front of it add nothing. So the
/// value of the row up to each bit tells all ends at once.
struct RunScan {
    let sample: PageSample
    let statistics: ColumnStatistics
    let order: BitOrder
    /// Rows whose data differ, and three of them that are summed.
    let telling: [Int]
    let rows: (Int, Int, Int)
    /// Columns that words leave out.
    let hole: Range<Int>?

    /// The longest word: 4096 bytes and what protects them.
    static let longest = 4096 + 256
    /// The shortest message that is looked for, in bytes.
    static let shortest = 64
    /// The longest parity that codes up to t=72 have, in bytes.
    private static let longestParity = 144

    /// Columns amid varying data that never change: the place of a marker that words leave out (Qualcomm).
    static func holes(_ statistics: ColumnStatistics) -> [Range<Int>] {
        let runs = statistics.varyingRuns(0..<min(statistics.columns.count, longest))
        let holes = zip(runs, runs.dropFirst()).map { $0.upperBound..<$1.lowerBound }
        return Array(holes.filter { $0.count <= longestHole }.prefix(mostHoles))
    }

    /// In bytes.
    private static let longestHole = 8
    /// The first word has its hole before the others have theirs.
    private static let mostHoles = 3

    /// Bits of 0 in both sums at the end of a word make it seem to end earlier; more than these are no accident.
    static let mostHidden = 12

    /// Ends for the codes over `polynomials`, nearest first for each.
    func hits(_ polynomials: [(m: Int, polynomial: UInt32)]) -> [PositionScan.Hit] {
        let table = BitStream.table(order)
        let stretch = 0..<min(sample.rawSize, Self.longest)
        let sums = [rows.1, rows.2].map { other in
            var sum = Self.sum(sample, rows.0, other, stretch, table)
            if let hole { sum.removeSubrange(hole) }
            return sum
        }
        return polynomials.flatMap { m, polynomial in
            Self.ends(sums[0], sums[1], BCHParameters(m: m, polynomial: polynomial, strength: 1)).prefix(8)
                .compactMap { end in
                    shape(end: end, polynomial, table).map { PositionScan.Hit(shape: $0, m: m, polynomial: polynomial) }
                }
        }
    }

    /// Bytes of the sum of two rows, in the order of the stream.
    static func sum(_ sample: PageSample, _ a: Int, _ b: Int, _ columns: Range<Int>, _ table: [UInt8]) -> [UInt8] {
        columns.map { table[Int(sample.bytes[a * sample.rawSize + $0] ^ sample.bytes[b * sample.rawSize + $0])] }
    }

    /// Bits of two sums before which both vanish at alpha, and had not one bit before.
    static func ends(_ first: [UInt8], _ second: [UInt8], _ parameters: BCHParameters) -> [Int] {
        // Both values side by side.
        let modulus = UInt64(parameters.polynomial) << 32 | UInt64(parameters.polynomial)
        let ones: UInt64 = 1 << 32 | 1
        let top = UInt64(truncatingIfNeeded: parameters.m)
        var value: UInt64 = 0
        var ends: [Int] = []
        for (i, (a, b)) in zip(first, second).enumerated() {
            let pair = UInt64(a) << 32 | UInt64(b)
            for bit in 0..<8 {
                let before = value
                value = value &<< 1 | (pair &>> UInt64(truncatingIfNeeded: 7 &- bit) & ones)
                // All ones in the halves that are over.
                value ^= modulus & ((value &>> top & ones) &* 0xFFFF_FFFF)
                if value == 0, before != 0, i >= shortest { ends.append(i &* 8 &+ bit &+ 1) }
            }
        }
        return ends
    }

    /// The word that ends there, or some bits behind: all in front of the last bits is message, for the proof to tell.
    private func shape(end: Int, _ polynomial: UInt32, _ table: [UInt8]) -> WordShape? {
        let shapes = (end...end + Self.mostHidden).compactMap { shape(end: $0) }
        let reducer = ResidueTable(modulus: polynomial)
        // The right end has all words, one that is too near only those whose last bits are 0.
        let agreeing = shapes.map { shape -> Int in
            let residues = reducer.residues(WordSet(sample, shape, rows: telling, limit: 32))
            return Mode(residues, among: Array(residues.indices))?.rows.count ?? 0
        }
        guard let most = agreeing.max(), most > 1, let best = agreeing.firstIndex(of: most) else { return nil }
        var found = shapes[best]
        let stop = found.parity.end
        // Pad bits.
        let changing = stop % 8 == 0 ? 0 : table[Int(statistics.columns[stop / 8].changing)]
        if changing << UInt8(stop % 8) == 0 { found.parity.count += (8 - stop % 8) % 8 }
        return found
    }

    private func shape(end: Int) -> WordShape? {
        let (hole, cut) = (hole ?? 0..<0, (hole?.lowerBound ?? 0) * 8)
        let isBehind = !hole.isEmpty && end > cut
        let front = max(Self.shortest * 8, isBehind ? cut : 0, end - Self.longestParity * 8)
        func raw(_ bit: Int) -> Int { isBehind && bit >= cut ? bit + hole.count * 8 : bit }
        guard end > front, raw(end) <= sample.rawSize * 8 else { return nil }
        var message = [BitRange(start: 0, count: front)]
        if isBehind, front >= cut {
            message = [BitRange(start: 0, count: cut), BitRange(start: raw(cut), count: front - cut)]
        }
        return WordShape(
            message: message.filter { $0.count > 0 },
            parity: BitRange(start: raw(front), count: raw(end) - raw(front)), order: order)
    }
}
