// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// One and two errors, which are nearly all, without the general search; every syndrome is compared.
struct FewErrors {
    let tables: FieldTables
    let strength: Int

    /// One error X makes S(c) = X^c.
    ///
    /// - Parameter odd: S(1), S(3) ... S(2t-1); X is the first.
    @inline(__always)
    func isSingle(_ odd: UnsafePointer<UInt16>) -> Bool {
        guard odd[0] != 0 else { return false }
        let log = Int(tables.log[Int(odd[0])])
        let twice = tables.wrapped(2 &* log)
        var power = log
        for j in 1..<max(1, strength) {
            power = tables.wrapped(power &+ twice)
            guard odd[j] == tables.antilog[power] else { return false }
        }
        return true
    }

    /// The locators X and Y of two errors, which make S(c) = X^c + Y^c: their sum is S(1), their product is
    /// S(1)^2 + S(3) / S(1).
    @inline(__always)
    func pair(_ odd: UnsafePointer<UInt16>) -> (UInt16, UInt16)? {
        guard strength > 1, odd[0] != 0 else { return nil }
        let log = Int(tables.log[Int(odd[0])])
        var product = tables.antilog[2 &* log]
        if odd[1] != 0 { product ^= tables.antilog[Int(tables.log[Int(odd[1])]) &+ tables.n &- log] }
        guard let pair = tables.roots(sum: odd[0], product: product) else { return nil }
        let (x, y) = (Int(tables.log[Int(pair.0)]), Int(tables.log[Int(pair.1)]))
        let (twiceX, twiceY) = (tables.wrapped(2 &* x), tables.wrapped(2 &* y))
        var (powerX, powerY) = (x, y)
        for j in 1..<max(1, strength) {
            powerX = tables.wrapped(powerX &+ twiceX)
            powerY = tables.wrapped(powerY &+ twiceY)
            guard odd[j] == tables.antilog[powerX] ^ tables.antilog[powerY] else { return nil }
        }
        return pair
    }
}
