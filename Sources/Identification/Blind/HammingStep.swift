// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One step of many pages: its address parities against all OOB bits, 64 pages at once.
struct HammingStep {
    private let sample: PageSample
    /// Pages in which the step is neither constant nor a repetition.
    private let rows: [Int]
    /// Of each address bit, lower then upper half: one bit a page.
    private var parities: [[UInt64]]
    private let words: Int

    /// The stored bit of every parity.
    struct Solution {
        var bits: [HammingSearch.StoredBit]
        var log2Chance: Double
        /// Pages that agree.
        var tested: Int
    }

    var rowCount: Int { rows.count }

    /// - Returns: nil when fewer than `least` pages tell something.
    init?(_ sample: PageSample, _ candidates: [Int], _ index: Int, _ step: Int, _ least: Int, _ most: Int) {
        var seen = Set<ArraySlice<UInt8>>()
        var rows: [Int] = []
        for row in candidates where rows.count < most {
            let start = row * sample.rawSize + index * step
            let bytes = sample.bytes[start..<start + step]
            guard let first = bytes.first, bytes.contains(where: { $0 != first }), seen.insert(bytes).inserted
            else { continue }
            rows.append(row)
        }
        guard rows.count >= least else { return nil }
        self.sample = sample
        self.rows = rows
        words = (rows.count + 63) / 64
        let addressBits = step.trailingZeroBitCount + 3
        parities = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: 2 * addressBits)
        for (place, row) in rows.enumerated() {
            let start = row * sample.rawSize + index * step
            let upper = Self.upperParities(sample.bytes[start..<start + step], addressBits)
            for (address, odd) in upper.halves.enumerated() {
                let mask = UInt64(1) << UInt64(place % 64)
                if odd != upper.all { parities[2 * address][place / 64] |= mask }
                if odd { parities[2 * address + 1][place / 64] |= mask }
            }
        }
    }

    /// For each address bit the parity of the bits that have it, and the parity of all.
    private static func upperParities(_ bytes: ArraySlice<UInt8>, _ addressBits: Int) -> (halves: [Bool], all: Bool) {
        var folded = [UInt8](bytes)
        var halves: [Bool] = []
        // Byte address bits from the lowest: fold neighbours together, and the odd ones tell.
        while folded.count > 1 {
            let half = folded.count / 2
            var odd: UInt8 = 0
            for i in 0..<half {
                odd ^= folded[2 * i + 1]
                folded[i] = folded[2 * i] ^ folded[2 * i + 1]
            }
            folded.removeLast(folded.count - half)
            halves.append(odd.nonzeroBitCount % 2 == 1)
        }
        let last = folded.first ?? 0
        let columns = [0xAA, 0xCC, 0xF0].map { (last & $0).nonzeroBitCount % 2 == 1 }
        return (columns + halves, last.nonzeroBitCount % 2 == 1)
    }

    /// The stored bit of every parity; nil when one has none.
    ///
    /// Of several that agree the one nearest to the others' bytes is taken: the first.
    func solve() -> Solution? {
        let stored = storedBits()
        // One page in twelve may have an error in the step.
        let most = rows.count / 12
        var found: [HammingSearch.StoredBit] = []
        var chance = 0.0
        for (number, parity) in parities.enumerated() {
            let ones = parity.reduce(0) { $0 + $1.nonzeroBitCount }
            // A parity that hardly changes tells nothing.
            guard min(ones, rows.count - ones) * 8 >= rows.count else { return nil }
            var best: (place: Int, distance: Int, inverted: Bool)?
            for (place, bits) in stored.enumerated() {
                let distance = zip(bits, parity).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
                for (value, inverted) in [(distance, false), (rows.count - distance, true)]
                where value <= most && value < best?.distance ?? .max { best = (place, value, inverted) }
            }
            guard let best else { return nil }
            found.append(
                HammingSearch.StoredBit(
                    column: sample.pageSize + best.place / 8, bit: best.place % 8, address: number / 2,
                    upperHalf: number % 2 == 1, inverted: best.inverted))
            chance +=
                Evidence.log2Choose(rows.count, best.distance) - Double(rows.count)
                + log2(Double(2 * max(1, stored.count)))
        }
        guard Set(found.map { $0.column * 8 + $0.bit }).count == found.count else { return nil }
        return Solution(bits: found, log2Chance: chance, tested: rows.count)
    }

    /// Whether stored bits are this step's parities, in all pages but a few.
    func agrees(with bits: [HammingSearch.StoredBit]) -> Bool {
        guard bits.count == parities.count else { return false }
        let wrong = rows.indices.count { place in
            let start = rows[place] * sample.rawSize
            return !zip(bits, parities).allSatisfy { bit, parity in
                let stored = sample.bytes[start + bit.column] >> UInt8(bit.bit) & 1 == 1
                return stored == ((parity[place / 64] >> UInt64(place % 64) & 1 == 1) != bit.inverted)
            }
        }
        return wrong * 2 <= rows.count
    }

    /// All OOB bits, one bit a page.
    private func storedBits() -> [[UInt64]] {
        var stored = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: sample.oobSize * 8)
        for (place, row) in rows.enumerated() {
            let start = row * sample.rawSize + sample.pageSize
            for column in 0..<sample.oobSize {
                var byte = sample.bytes[start + column]
                while byte != 0 {
                    stored[column * 8 + byte.trailingZeroBitCount][place / 64] |= 1 << UInt64(place % 64)
                    byte &= byte - 1
                }
            }
        }
        return stored
    }
}
