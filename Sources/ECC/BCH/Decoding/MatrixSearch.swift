// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CECC

/// Roots of a locator by evaluating it at all positions with bit matrices (GFNI).
///
/// Squaring is linear over GF(2). So the locator at x is 1 + the sum over odd c of L_c(x^c), where
/// L_c(v) = sum over k of l(c 2^k) v^(2^k) is one matrix of m by m bits. The powers x^c are kept for the first
/// 512 positions only; later ones differ by a constant factor, which is a matrix too.
final class MatrixSearch: Sendable {
    private let tables: FieldTables
    private let strength: Int
    private let length: Int
    private let powers: AlignedTable<UInt8>
    private let steps: AlignedTable<UInt64>
    private let frobenius: AlignedTable<UInt64>

    /// - Parameter length: positions of the code word in bits.
    init(_ tables: FieldTables, strength: Int, length: Int) {
        self.tables = tables
        self.strength = strength
        self.length = length
        let (field, n) = (tables.field, tables.n)
        let (odds, block) = ((strength + 1) / 2, Int(CECC_ROOTS_BLOCK))
        powers = AlignedTable(repeating: 0, count: odds * 2 * block)
        steps = AlignedTable(repeating: 0, count: odds * 8)
        frobenius = AlignedTable(repeating: 0, count: 8 * 8)
        for j in 0..<odds {
            // The inverse of alpha^c.
            let back = n - (2 * j + 1) % n
            for e in 0..<block {
                let power = field.alpha(back * e)
                powers.base[2 * block * j + e] = UInt8(truncatingIfNeeded: power)
                powers.base[2 * block * j + block + e] = UInt8(truncatingIfNeeded: power >> 8)
            }
            Self.fill(steps.base + 8 * j, m: field.m) { field.alpha(back * block + $0) }
        }
        for k in 0..<8 { Self.fill(frobenius.base + 8 * k, m: field.m) { field.alpha($0 << k) } }
    }

    /// Writes a matrix as the kernel multiplies by it: columns as bytes, the first in the highest byte of a word.
    private static func fill(_ words: UnsafeMutablePointer<UInt64>, m: Int, column: (Int) -> UInt16) {
        for b in 0..<m {
            let value = column(b)
            for part in 0..<2 {
                let byte = UInt64(UInt8(truncatingIfNeeded: value >> UInt16(8 * part)))
                let bits = byte << UInt64(8 * (7 - b % 8))
                words[b / 8 * 2 + part] |= bits
                words[4 + b / 8 * 2 + part] |= bits
            }
        }
    }

    /// Finds the locator by Berlekamp-Massey with rows of elements as bit planes.
    ///
    /// - Parameter odd: S(1), S(3) ... S(2t-1).
    /// - Returns: its degree; nil as in ``LocatorSearch``.
    @inline(__always)
    func locator(_ odd: UnsafePointer<UInt16>, to locator: UnsafeMutablePointer<UInt16>) -> Int? {
        var decoder = kernel
        let degree = cecc_locator(&decoder, odd, Int32(truncatingIfNeeded: strength), locator)
        return degree < 0 ? nil : Int(degree)
    }

    /// Writes exponents e, ascending, at which the locator has the root alpha^-e, and returns their number.
    ///
    /// - Parameter enough: the search may end when so many are found.
    @inline(__always)
    func roots(
        of locator: UnsafePointer<UInt16>, degree: Int, enough: Int, _ matrices: UnsafeMutablePointer<UInt64>,
        to found: UnsafeMutablePointer<Int32>
    ) -> Int {
        var decoder = kernel
        return Int(
            cecc_roots(
                &decoder, locator, Int32(truncatingIfNeeded: degree), Int32(truncatingIfNeeded: enough), matrices,
                found))
    }

    private var kernel: cecc_decoder {
        cecc_decoder(
            antilog: tables.antilog, log: tables.log, n: Int32(truncatingIfNeeded: tables.n),
            length: Int32(truncatingIfNeeded: length), powers: powers.base, steps: steps.base,
            frobenius: frobenius.base)
    }
}
