// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A remainder in registers, on its way through the message.
protocol BCHSlicingState {
    /// Words of an entry in the tables.
    static var width: Int { get }
    /// Zero.
    init()
    /// Takes in a word of the stream: eight look-ups in tables of 256 entries.
    mutating func take(_ word: UInt64, _ tables: UnsafePointer<UInt64>)
    /// Writes ``width`` words.
    func store(_ words: UnsafeMutablePointer<UInt64>)
}

/// Up to 64 bits.
struct BCHWordState: BCHSlicingState {
    private var value: UInt64 = 0

    static var width: Int { 1 }

    @inline(__always)
    mutating func take(_ word: UInt64, _ tables: UnsafePointer<UInt64>) {
        let top = value ^ word
        var sum: UInt64 = 0
        for k in 0..<8 { sum ^= tables[k &* 256 &+ Int(truncatingIfNeeded: top &>> UInt64(8 &* k) & 0xFF)] }
        value = sum
    }

    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt64>) { words[0] = value }
}

/// Longer ones, in pairs of words; a last odd word is 0.
struct BCHPairState<let pairs: Int>: BCHSlicingState {
    private var values = InlineArray<pairs, SIMD2<UInt64>>(repeating: .zero)

    static var width: Int { 2 &* pairs }

    @inline(__always)
    mutating func take(_ word: UInt64, _ tables: UnsafePointer<UInt64>) {
        let top = values[0][0] ^ word
        let entries = UnsafeRawPointer(tables)
        let bytes = Self.width &* 8
        var rows = InlineArray<8, UnsafeRawPointer>(repeating: entries)
        for k in 0..<8 {
            let byte = Int(truncatingIfNeeded: top &>> UInt64(8 &* k) & 0xFF)
            rows[k] = entries + (k &* 256 &+ byte) &* bytes
        }
        for j in 0..<pairs {
            let next = j &+ 1 < pairs ? values[j &+ 1][0] : 0
            var sum = SIMD2(values[j][1], next)
            for k in 0..<8 { sum ^= rows[k].loadUnaligned(fromByteOffset: 16 &* j, as: SIMD2<UInt64>.self) }
            values[j] = sum
        }
    }

    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt64>) {
        for j in 0..<pairs {
            words[2 &* j] = values[j][0]
            words[2 &* j &+ 1] = values[j][1]
        }
    }
}
