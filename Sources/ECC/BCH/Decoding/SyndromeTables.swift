// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Odd syndromes of a parity difference by table: a row of all of them for each value of each piece of it.
///
/// The difference and the error have the same remainder by the generator, hence the same values at its roots.
final class SyndromeTables: Sendable {
    /// Values in a row: a multiple of four, those from `strength` on being 0.
    let stride: Int
    private let strength: Int
    /// Pieces of the difference: bytes, or nibbles where rows of bytes would leave the caches.
    private let pieces: Int
    private let pieceBits: Int
    private let rows: AlignedTable<UInt64>

    /// - Parameter parityBits: degree of the generator.
    init(_ tables: FieldTables, strength: Int, parityBits: Int) {
        self.strength = strength
        stride = (strength + 3) / 4 * 4
        pieceBits = strength <= 16 ? 8 : 4
        pieces = (parityBits + pieceBits - 1) / pieceBits
        let values = 1 << pieceBits
        rows = AlignedTable(repeating: 0, count: pieces * values * stride / 4)
        for piece in 0..<pieces {
            let first = rows.base + piece * values * stride / 4
            for bit in 0..<pieceBits {
                let exponent = parityBits - 1 - (piece * pieceBits + bit)
                guard exponent >= 0 else { continue }
                let value = 1 << (pieceBits - 1 - bit)
                let row = first + value * stride / 4
                for j in 0..<strength {
                    let power = tables.field.alpha(exponent * (2 * j + 1))
                    row[j / 4] |= UInt64(power) << UInt64(16 * (j % 4))
                }
            }
            for value in 1..<values where value & (value - 1) != 0 {
                let lowest = value & -value
                for word in 0..<stride / 4 {
                    first[value * stride / 4 + word] =
                        first[lowest * stride / 4 + word] ^ first[(value ^ lowest) * stride / 4 + word]
                }
            }
        }
    }

    /// Writes S(1), S(3) ... S(2t-1), then zeros up to `stride`.
    @inline(__always)
    func syndromes(of difference: UnsafePointer<UInt64>, to odd: UnsafeMutablePointer<UInt64>) {
        let rows = UnsafePointer(rows.base)
        switch stride {
        case 4:
            odd[0] = sum(difference, pieces, 8, rows, 1)
        case 8:
            let both: SIMD2<UInt64> = sum(difference, pieces, 8, rows, 2)
            odd[0] = both[0]
            odd[1] = both[1]
        default:
            wide(difference, to: odd)
        }
    }

    @inline(never)
    private func wide(_ difference: UnsafePointer<UInt64>, to odd: UnsafeMutablePointer<UInt64>) {
        let words = stride / 4
        var word = 0
        while word < words {
            let rows = UnsafePointer(rows.base + word)
            let out = UnsafeMutableRawPointer(odd + word)
            if words - word >= 8 {
                let part: SIMD8<UInt64> = sum(difference, pieces, pieceBits, rows, words)
                out.storeBytes(of: part, as: SIMD8<UInt64>.self)
                word += 8
            } else if words - word >= 2 {
                let part: SIMD2<UInt64> = sum(difference, pieces, pieceBits, rows, words)
                out.storeBytes(of: part, as: SIMD2<UInt64>.self)
                word += 2
            } else {
                let part: UInt64 = sum(difference, pieces, pieceBits, rows, words)
                out.storeBytes(of: part, as: UInt64.self)
                word += 1
            }
        }
    }
}

/// What can be added up from rows: one word, or a vector of them.
private protocol RowPart: BitwiseCopyable {
    static var zero: Self { get }
    static func ^ (a: Self, b: Self) -> Self
}

extension UInt64: RowPart {}
extension SIMD2<UInt64>: RowPart {}
extension SIMD8<UInt64>: RowPart {}

@inline(__always)
private func sum<Part: RowPart>(
    _ difference: UnsafePointer<UInt64>, _ pieces: Int, _ pieceBits: Int, _ rows: UnsafePointer<UInt64>, _ words: Int
) -> Part {
    var sum = Part.zero
    var row = rows
    var left = pieces
    var from = difference
    while left > 0 {
        var word = from.pointee
        from += 1
        var inWord = min(left, 64 / pieceBits)
        left &-= inWord
        while inWord > 0 {
            let value = Int(truncatingIfNeeded: word &>> UInt64(64 &- pieceBits))
            word &<<= UInt64(pieceBits)
            sum = sum ^ UnsafeRawPointer(row + value &* words).loadUnaligned(as: Part.self)
            row += words &<< pieceBits
            inWord &-= 1
        }
    }
    return sum
}
