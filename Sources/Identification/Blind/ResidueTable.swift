// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// Reduces long polynomials modulo a short one, a byte at a time.
struct ResidueTable {
    /// Of degree 1...24, including its top bit.
    let modulus: UInt32
    /// Degree of the modulus.
    let degree: Int
    /// b(x) * x^degree for each byte b.
    let table: [UInt32]

    init(modulus: UInt32) {
        let degree = 31 - modulus.leadingZeroBitCount
        var table = [UInt32](repeating: 0, count: 256)
        var power = modulus ^ (1 << UInt32(degree))
        for bit in 0..<8 {
            // All bytes below 2^(bit + 1) by adding this power to those below 2^bit.
            for low in 0..<(1 << bit) { table[1 << bit | low] = table[low] ^ power }
            power <<= 1
            if power >> UInt32(degree) & 1 == 1 { power ^= modulus }
        }
        self.modulus = modulus
        self.degree = degree
        self.table = table
    }

    /// The residue of bytes that follow something with the residue `start`.
    func value(_ bytes: [UInt8], after start: UInt32 = 0) -> UInt32 {
        let (shift, mask) = (UInt32(degree), UInt32(1) << UInt32(degree) - 1)
        return table.withUnsafeBufferPointer { table in
            var value = start
            for byte in bytes {
                let next = value &<< 8 | UInt32(byte)
                value = (next & mask) ^ table[Int(truncatingIfNeeded: next &>> shift)]
            }
            return value
        }
    }

    /// Residues of all words of a set.
    func residues(_ set: WordSet) -> [UInt32] {
        let shift = UInt32(degree)
        let mask = UInt32(1) << shift - 1
        let (stride, count) = (set.stride, set.count)
        return table.withUnsafeBufferPointer { table in
            set.words.withUnsafeBufferPointer { words in
                // Four rows side by side: one alone waits for each table step.
                var residues: [UInt32] = []
                residues.reserveCapacity(count + 3)
                var row = 0
                while row < count {
                    var value = SIMD4<UInt32>.zero
                    var i = stride
                    while i > 0 {
                        i &-= 1
                        let (a, b) = (words[row &* stride &+ i], words[min(row &+ 1, count &- 1) &* stride &+ i])
                        let c = words[min(row &+ 2, count &- 1) &* stride &+ i]
                        let d = words[min(row &+ 3, count &- 1) &* stride &+ i]
                        var bit: UInt64 = 64
                        while bit > 0 {
                            bit &-= 8
                            let bytes = SIMD4<UInt32>(
                                UInt32(truncatingIfNeeded: a &>> bit & 0xFF),
                                UInt32(truncatingIfNeeded: b &>> bit & 0xFF),
                                UInt32(truncatingIfNeeded: c &>> bit & 0xFF),
                                UInt32(truncatingIfNeeded: d &>> bit & 0xFF))
                            let next = value &<< 8 | bytes
                            let top = next &>> shift
                            value =
                                (next & mask)
                                ^ SIMD4(
                                    table[Int(truncatingIfNeeded: top[0])], table[Int(truncatingIfNeeded: top[1])],
                                    table[Int(truncatingIfNeeded: top[2])], table[Int(truncatingIfNeeded: top[3])])
                        }
                    }
                    for k in 0..<min(4, count - row) { residues.append(value[k]) }
                    row += 4
                }
                return residues
            }
        }
    }
}

/// The value that occurs most often, and where.
struct Mode<Value: Hashable> {
    let value: Value
    let rows: [Int]

    /// - Parameter rows: which of `values` count.
    init?(_ values: [Value], among rows: [Int]) {
        var places: [Value: [Int]] = [:]
        for row in rows { places[values[row], default: []].append(row) }
        // The earliest of equals, so that the answer does not depend on hashing.
        guard
            let best = places.max(by: { a, b in
                (a.value.count, b.value[0]) < (b.value.count, a.value[0])
            })
        else { return nil }
        value = best.key
        self.rows = best.value
    }
}
