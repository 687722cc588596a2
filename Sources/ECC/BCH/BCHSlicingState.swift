// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The entries that the eight bytes of a word look up.
typealias BCHRows = InlineArray<8, UnsafeRawPointer>

/// A remainder in registers, on its way through the message: a list of pairs of words.
///
/// It is made of nested structures, for the elements of an array would go through memory in each round.
protocol BCHSlicingState {
    /// Words of it.
    static var width: Int { get }
    /// Zero.
    init()
    /// The word with the highest powers.
    var first: UInt64 { get }
    /// Moves everything one word up and adds the rows, from their first bytes on.
    mutating func advance(_ rows: borrowing BCHRows)
    /// Writes ``width`` words.
    func store(_ words: UnsafeMutablePointer<UInt64>)
}

extension BCHSlicingState {
    /// Words from one entry of the tables to the next: pairs are loaded from their own boundaries.
    static var entryWidth: Int { width == 1 ? 1 : (width &+ 1) / 2 &* 2 }

    /// Takes in a word of the stream, with `tables` of 256 entries for each of its bytes, the last byte's first.
    @inline(__always)
    mutating func take(_ word: UInt64, _ tables: UnsafePointer<UInt64>) {
        let top = first ^ word
        let entries = UnsafeRawPointer(tables)
        var rows = BCHRows(repeating: entries)
        for k in 0..<8 {
            let byte = Int(truncatingIfNeeded: top &>> UInt64(8 &* k) & 0xFF)
            rows[k] = entries + (k &* 256 &+ byte) &* (Self.entryWidth &* 8)
        }
        advance(rows)
    }
}

/// A pair, and what comes after it.
struct BCHPair<Rest: BCHSlicingState>: BCHSlicingState {
    private var value = SIMD2<UInt64>.zero
    private var rest = Rest()

    static var width: Int { 2 &+ Rest.width }

    @inline(__always)
    var first: UInt64 { value[0] }

    @inline(__always)
    mutating func advance(_ rows: borrowing BCHRows) {
        var sum = SIMD2(value[1], rest.first)
        for k in 0..<8 { sum ^= rows[k].load(as: SIMD2<UInt64>.self) }
        value = sum
        var next = copy rows
        for k in 0..<8 { next[k] += 16 }
        rest.advance(next)
    }

    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt64>) {
        words[0] = value[0]
        words[1] = value[1]
        rest.store(words + 2)
    }
}

/// A single word, which ends a list of an odd number of them.
struct BCHWord: BCHSlicingState {
    private var value: UInt64 = 0

    static var width: Int { 1 }

    @inline(__always)
    var first: UInt64 { value }

    @inline(__always)
    mutating func advance(_ rows: borrowing BCHRows) {
        var sum: UInt64 = 0
        for k in 0..<8 { sum ^= rows[k].load(as: UInt64.self) }
        value = sum
    }

    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt64>) { words[0] = value }
}

/// The end of a list of an even number of words.
struct BCHEnd: BCHSlicingState {
    static var width: Int { 0 }

    @inline(__always)
    var first: UInt64 { 0 }

    @inline(__always)
    mutating func advance(_ rows: borrowing BCHRows) {}

    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt64>) {}
}
