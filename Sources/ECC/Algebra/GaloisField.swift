// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// GF(2^m) with log and antilog tables.
///
/// Elements are bit patterns of up to 16 bits: bit i is the coefficient of x^i, and alpha is x.
public final class GaloisField: Sendable {
    /// Order of the field, 2...16.
    public let m: Int
    /// The primitive polynomial, including its top bit.
    public let polynomial: UInt32
    /// 2^m - 1: the order of alpha.
    public let n: Int
    /// alpha^i for i in 0..<2n, so that sums of two logarithms need no modulo.
    public let exp: [UInt16]
    /// Logarithm of each element; that of 0 is never to be used and reads as 0.
    public let log: [UInt16]

    /// Which fields can be built.
    public static let orders = 2...16

    /// - Throws: ``ECCError`` (`impossibleCode`, `notPrimitive`).
    public init(m: Int, polynomial: UInt32) throws(ECCError) {
        guard Self.orders.contains(m) else {
            throw ECCError(.impossibleCode, "GF(2^\(m)): m has to be 2 to 16")
        }
        guard polynomial >> UInt32(m) == 1 else {
            throw ECCError(.notPrimitive, "0x\(String(polynomial, radix: 16)) is no polynomial of degree \(m)")
        }
        let n = (1 << m) - 1
        var exp = [UInt16](repeating: 0, count: 2 * n)
        var log = [UInt16](repeating: 0, count: n + 1)
        var value: UInt32 = 1
        for i in 0..<n {
            guard i == 0 || value != 1 else {
                throw ECCError(
                    .notPrimitive, "0x\(String(polynomial, radix: 16)) is not primitive: alpha^\(i) is 1")
            }
            exp[i] = UInt16(value)
            exp[i + n] = UInt16(value)
            log[Int(value)] = UInt16(i)
            value <<= 1
            if value >> UInt32(m) != 0 { value ^= polynomial }
            // A zero constant term makes the powers die out.
            guard value != 0 else {
                throw ECCError(.notPrimitive, "0x\(String(polynomial, radix: 16)) is not primitive")
            }
        }
        guard value == 1 else {
            throw ECCError(.notPrimitive, "0x\(String(polynomial, radix: 16)) is not primitive")
        }
        self.m = m
        self.polynomial = polynomial
        self.n = n
        self.exp = exp
        self.log = log
    }

    @inlinable
    public func multiply(_ a: UInt16, _ b: UInt16) -> UInt16 {
        a == 0 || b == 0 ? 0 : exp[Int(log[Int(a)]) &+ Int(log[Int(b)])]
    }

    /// - Parameter a: not 0; 0 gives 1.
    @inlinable
    public func inverse(_ a: UInt16) -> UInt16 { exp[(n &- Int(log[Int(a)])) % n] }

    /// alpha^power, for any power of at least 0.
    @inlinable
    public func alpha(_ power: Int) -> UInt16 { exp[power % n] }

    /// The minimal polynomial of alpha^power over GF(2).
    public func minimalPolynomial(ofAlpha power: Int) -> BinaryPolynomial {
        var conjugates: [Int] = []
        var i = power % n
        repeat {
            conjugates.append(i)
            i = i * 2 % n
        } while i != power % n
        // The product of (x + conjugate); its coefficients end up as 0 or 1.
        var product: [UInt16] = [1]
        for root in conjugates {
            var next = [UInt16](repeating: 0, count: product.count + 1)
            for (k, c) in product.enumerated() {
                next[k + 1] ^= c
                next[k] ^= multiply(c, exp[root])
            }
            product = next
        }
        return BinaryPolynomial(exponents: product.indices.filter { product[$0] & 1 == 1 })
    }
}
