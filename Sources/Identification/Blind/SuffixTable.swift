// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Values at alpha of all ends of a stretch of bits, and for each value where it occurs.
struct SuffixTable {
    /// S(j): the value of bit j and those behind it; the last is 0.
    private(set) var suffixes: [UInt32] = []
    /// Of each value, the first place that has it plus 1; 0 for none.
    private var places: [Int32]
    /// Of each place, the next one with the same value plus 1.
    private var others: [Int32] = []

    /// - Parameter degree: of the largest modulus.
    init(degree: Int) {
        places = [Int32](repeating: 0, count: 1 << degree)
    }

    /// Enters the ends of `bytes`, most significant bit first; the table has to be clear.
    mutating func fill(_ bytes: [UInt8], _ modulus: UInt32, _ degree: Int) {
        suffixes = Self.suffixes(bytes, modulus, degree)
        if others.count != suffixes.count { others = [Int32](repeating: 0, count: suffixes.count) }
        for place in suffixes.indices.reversed() {
            let value = Int(suffixes[place])
            others[place] = places[value]
            places[value] = Int32(truncatingIfNeeded: place + 1)
        }
    }

    /// S(j) for every bit j of `bytes`, and the 0 behind the last.
    static func suffixes(_ bytes: [UInt8], _ modulus: UInt32, _ degree: Int) -> [UInt32] {
        var power: UInt32 = 1
        var sum: UInt32 = 0
        return [UInt32](unsafeUninitializedCapacity: bytes.count * 8 + 1) { suffixes, count in
            count = bytes.count * 8 + 1
            suffixes[count - 1] = 0
            for j in bytes.indices.reversed() {
                let byte = UInt32(bytes[j])
                for bit in 0..<8 {
                    sum ^= power & (0 &- (byte &>> UInt32(truncatingIfNeeded: bit) & 1))
                    suffixes[j &* 8 &+ 7 &- bit] = sum
                    power &<<= 1
                    power ^= modulus & (0 &- (power &>> UInt32(degree) & 1))
                }
            }
        }
    }

    /// Forgets what was entered.
    mutating func clear() {
        for value in suffixes { places[Int(value)] = 0 }
    }

    /// Calls `body` with every place whose end has this value, ascending.
    func forEach(with value: UInt32, _ body: (Int) -> Void) {
        var place = places[Int(value)]
        while place > 0 {
            body(Int(place) - 1)
            place = others[Int(place) - 1]
        }
    }
}
