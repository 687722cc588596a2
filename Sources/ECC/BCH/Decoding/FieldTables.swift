// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The tables of a field in the form that loops without branches want: 0 has a logarithm too.
///
/// The logarithm of 0 is `zeroLog`; the sum of it and any other leads to 0 in `antilog`.
final class FieldTables: Sendable {
    let field: GaloisField
    /// 2^m - 1.
    let n: Int
    let zeroLog: UInt32
    private let antilogTable: AlignedTable<UInt16>
    private let logTable: AlignedTable<UInt16>
    private let halves: AlignedTable<UInt16>

    /// alpha^i for i in 0..<2n, then zeros up to twice `zeroLog`.
    var antilog: UnsafePointer<UInt16> { UnsafePointer(antilogTable.base) }
    /// Logarithms of all elements but 0.
    var log: UnsafePointer<UInt16> { UnsafePointer(logTable.base) }

    init(_ field: GaloisField) {
        self.field = field
        n = field.n
        zeroLog = UInt32(2 * field.n)
        antilogTable = AlignedTable(repeating: 0, count: 4 * field.n + 1)
        logTable = AlignedTable(repeating: 0, count: field.n + 1)
        for i in 0..<2 * field.n { antilogTable.base[i] = field.exp[i] }
        for i in 0...field.n { logTable.base[i] = field.log[i] }
        halves = Self.halfSolutions(field)
    }

    @inline(__always)
    func logarithm(_ a: UInt16) -> UInt32 { a == 0 ? zeroLog : UInt32(log[Int(a)]) }

    /// The product from logarithms, either of which may be that of 0.
    @inline(__always)
    func product(_ a: UInt32, _ b: UInt32) -> UInt16 { antilog[Int(a &+ b)] }

    /// `a` modulo n, for `a` below 2n.
    @inline(__always)
    func wrapped(_ a: Int) -> Int { a >= n ? a &- n : a }

    /// The two roots of X^2 + sum X + product in the field; nil when there are no two.
    ///
    /// - Parameter product: not 0.
    @inline(__always)
    func roots(sum: UInt16, product: UInt16) -> (UInt16, UInt16)? {
        guard sum != 0, product != 0 else { return nil }
        // X = sum z makes it z^2 + z + u, which has roots if the trace of u is 0.
        let s = Int(log[Int(sum)])
        let square = wrapped(2 &* s)
        let u = antilog[Int(log[Int(product)]) &+ n &- square]
        let z = halves.base[Int(u & 0xff)] ^ halves.base[256 &+ Int(u >> 8)]
        let zSquared = z == 0 ? 0 : antilog[2 &* Int(log[Int(z)])]
        // z is neither 0 nor 1, for u is not 0.
        guard zSquared ^ z == u else { return nil }
        let first = antilog[s &+ Int(log[Int(z)])]
        return (first, first ^ sum)
    }

    /// For the low and the high byte of u, the z of z^2 + z = u: a linear function on all u that have one.
    private static func halfSolutions(_ field: GaloisField) -> AlignedTable<UInt16> {
        // Echelon form of the images z^2 + z of a basis, with the z that each comes from.
        var rows: [(image: UInt16, z: UInt16)] = []
        for b in 0..<field.m {
            let z = UInt16(1) << UInt16(b)
            var row = (image: field.multiply(z, z) ^ z, z: z)
            for other in rows where row.image & top(other.image) != 0 {
                row.image ^= other.image
                row.z ^= other.z
            }
            guard row.image != 0 else { continue }
            for i in rows.indices where rows[i].image & top(row.image) != 0 {
                rows[i].image ^= row.image
                rows[i].z ^= row.z
            }
            rows.append(row)
        }
        let table = AlignedTable<UInt16>(repeating: 0, count: 512)
        for row in rows {
            let bit = Int(top(row.image).trailingZeroBitCount)
            let half = table.base + (bit < 8 ? 0 : 256)
            for byte in 0..<256 where byte >> (bit & 7) & 1 == 1 { half[byte] ^= row.z }
        }
        return table
    }

    private static func top(_ a: UInt16) -> UInt16 { 1 << UInt16(15 - a.leadingZeroBitCount) }
}
