// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Values at alpha of all ends of a stretch of bytes, and for each value where it occurs.
struct SuffixTable {
    /// S(j): the value of bytes j and those behind it; the last is 0.
    private(set) var suffixes: [UInt32] = []
    /// Of each value, the last place that has it plus 1; 0 for none.
    private var places: [Int32]
    /// Of each place, the next one with the same value plus 1.
    private var others: [Int32] = []

    /// - Parameter degree: of the largest modulus.
    init(degree: Int) {
        places = [Int32](repeating: 0, count: 1 << degree)
    }

    /// Enters the ends of `bytes`; the table has to be clear.
    mutating func fill(_ bytes: [UInt8], _ modulus: UInt32, _ degree: Int) {
        suffixes = [UInt32](repeating: 0, count: bytes.count + 1)
        others = [Int32](repeating: 0, count: bytes.count + 1)
        var power: UInt32 = 1
        var sum: UInt32 = 0
        enter(bytes.count)
        for j in bytes.indices.reversed() {
            var byte = bytes[j]
            for _ in 0..<8 {
                if byte & 1 == 1 { sum ^= power }
                byte >>= 1
                power &<<= 1
                if power &>> UInt32(degree) & 1 == 1 { power ^= modulus }
            }
            suffixes[j] = sum
            enter(j)
        }
    }

    private mutating func enter(_ place: Int) {
        let value = Int(suffixes[place])
        others[place] = places[value]
        places[value] = Int32(truncatingIfNeeded: place + 1)
    }

    /// Forgets what was entered.
    mutating func clear() {
        for value in suffixes { places[Int(value)] = 0 }
    }

    /// Calls `body` with every place whose end has this value.
    func forEach(with value: UInt32, _ body: (Int) -> Void) {
        var place = places[Int(value)]
        while place > 0 {
            body(Int(place) - 1)
            place = others[Int(place) - 1]
        }
    }
}
