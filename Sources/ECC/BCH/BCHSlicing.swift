// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Remainders in portable Swift, eight bytes a step through eight tables ("slicing by 8").
struct BCHSlicing: Sendable {
    /// Words of a remainder.
    let count: Int
    /// Entry [k][b] of `count` words is b * x^(8k + 64 * count) mod G.
    let table: [UInt64]

    init(_ modulus: BCHModulus) {
        count = modulus.count
        let powers = modulus.powers()
        var table = [UInt64](repeating: 0, count: 8 * 256 * count)
        for k in 0..<8 {
            for b in 1..<256 {
                let (entry, rest) = ((k * 256 + b) * count, (k * 256 + (b & (b - 1))) * count)
                let power = powers[8 * k + b.trailingZeroBitCount]
                for j in 0..<count { table[entry + j] = table[rest + j] ^ power[j] }
            }
        }
        self.table = table
    }

    /// Remainder of `bytes` bytes times x^(64 * count), into `count` words.
    func remainder(_ message: UnsafeRawPointer, bytes: Int, order: BitOrder, into state: UnsafeMutablePointer<UInt64>) {
        table.withUnsafeBufferPointer { table in
            guard let table = table.baseAddress else { return }
            state.update(repeating: 0, count: count)
            var offset = 0
            while offset < bytes {
                var word: UInt64 = 0
                // The first word takes what is more than whole words.
                let width = offset == 0 && bytes & 7 != 0 ? bytes & 7 : 8
                for i in 0..<width {
                    word = word << 8 | UInt64(message.load(fromByteOffset: offset &+ i, as: UInt8.self))
                }
                offset &+= width
                let top = state[0] ^ order.reordered(word)
                for j in 0..<count {
                    var sum = j &+ 1 < count ? state[j &+ 1] : 0
                    for k in 0..<8 {
                        let byte = Int(truncatingIfNeeded: top &>> UInt64(8 &* k) & 0xFF)
                        sum ^= table[(k &* 256 &+ byte) &* count &+ j]
                    }
                    state[j] = sum
                }
            }
        }
    }
}
