// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// All primitive polynomials of a degree: each makes GF(2^m) with another alpha.
public enum PrimitivePolynomials {
    /// Degrees that are listed.
    public static let degrees = 5...16

    private static let lists: [Int: [UInt32]] = Dictionary(
        uniqueKeysWithValues: degrees.map { ($0, find(degree: $0)) })

    /// Those of degree `m`, the ones that engines are known to use first; empty outside ``degrees``.
    public static func all(degree m: Int) -> [UInt32] { lists[m] ?? [] }

    /// Polynomials that engines are known to use: Linux's default first.
    public static func known(degree m: Int) -> [UInt32] {
        let fixed: [UInt32] =
            switch m {
            case 13: [0x201b]
            case 14: [0x4443, 0x402b, 0x5803]
            case 15: [0x8003]
            case 16: [0x1100b]
            default: BCHParameters.defaultPolynomial(m: m).map { [$0] } ?? []
            }
        return fixed
    }

    private static func find(degree m: Int) -> [UInt32] {
        let seed = BCHParameters.defaultPolynomial(m: m) ?? 0x1100b
        guard let field = try? GaloisField(m: m, polynomial: seed) else { return [] }
        let n = field.n
        var seen = [Bool](repeating: false, count: n)
        var found: [UInt32] = []
        for leader in stride(from: 1, to: n, by: 2) where !seen[leader] {
            var i = leader
            repeat {
                seen[i] = true
                i = i * 2 % n
            } while i != leader
            // Another power of alpha is primitive when it has the full order.
            guard greatestCommonDivisor(leader, n) == 1 else { continue }
            found.append(minimalPolynomial(ofAlpha: leader, field))
        }
        let first = known(degree: m)
        return first + found.sorted().filter { !first.contains($0) }
    }

    /// As ``GaloisField/minimalPolynomial(ofAlpha:)``, in one word: there are thousands of them.
    private static func minimalPolynomial(ofAlpha power: Int, _ field: GaloisField) -> UInt32 {
        var product = [UInt16](repeating: 0, count: field.m + 1)
        product[0] = 1
        var root = power
        for k in 0..<field.m {
            for j in stride(from: k + 1, through: 1, by: -1) {
                product[j] = product[j - 1] ^ field.multiply(product[j], field.exp[root])
            }
            product[0] = field.multiply(product[0], field.exp[root])
            root = root * 2 % field.n
        }
        return product.indices.reduce(0) { $0 | UInt32(product[$1] & 1) << UInt32($1) }
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
