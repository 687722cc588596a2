// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Roots of a polynomial by traces (Berlekamp 1970), in portable Swift.
///
/// Tr(a X) is 0 for half of the field and 1 for the other half, so its gcd with a polynomial splits it; the powers
/// X^(2^i) modulo the polynomial are made once and give the traces for all a. They also tell at once whether all roots
/// are distinct and in the field: then, and only then, X^(2^m) is X.
struct TraceSearch {
    let tables: FieldTables

    /// Finds all roots of X^d + l(1) X^(d-1) + ... + l(d), which are the locators alpha^e of the errors.
    ///
    /// - Parameter locator: 1, l(1) ... l(d), the last not being 0; d at least 3.
    /// - Returns: false unless there are d distinct roots in the field.
    @inline(never)
    func roots(of locator: UnsafePointer<UInt16>, degree d: Int, _ room: Room, found: (UInt16) -> Void) -> Bool {
        for j in 0..<d { room.factors.base[j] = locator[d &- j] }
        makeReduction(d, room)
        guard makePowers(d, room) else { return false }
        room.sizes.base[0] = Int32(truncatingIfNeeded: d)
        var factors = 1
        for a in 0..<tables.field.m {
            makeTrace(of: a, d, room)
            let before = factors
            factors = 0
            // Splits from the old list into the new one, which never overtakes it for long: it is built beside it.
            var from = 0
            for number in 0..<before {
                let k = Int(room.sizes.base[number])
                let factor = room.factors.base + from
                from &+= k
                let part = split(factor, k, d, room)
                if part > 0 {
                    room.nextSizes.base[factors] = Int32(truncatingIfNeeded: part)
                    factors &+= 1
                }
                room.nextSizes.base[factors] = Int32(truncatingIfNeeded: k &- part)
                factors &+= 1
            }
            factors = takeSmall(factors, room, found)
            if factors == 0 { return true }
        }
        return false
    }

    /// X^e modulo the polynomial, for even e that squares of remainders need, as logarithms.
    private func makeReduction(_ d: Int, _ room: Room) {
        let (values, lowLogs) = (room.row.base, room.rowLogs.base)
        for j in 0..<d {
            values[j] = room.factors.base[j]
            lowLogs[j] = tables.logarithm(values[j])
        }
        for e in d...(2 &* d &- 2) {
            if e > d {
                let top = tables.logarithm(values[d &- 1])
                for j in stride(from: d &- 1, to: 0, by: -1) {
                    values[j] = values[j &- 1] ^ tables.product(top, lowLogs[j])
                }
                values[0] = tables.product(top, lowLogs[0])
            }
            guard e & 1 == 0 else { continue }
            let row = room.reduction.base + (e / 2) &* d
            for j in 0..<d { row[j] = tables.logarithm(values[j]) }
        }
    }

    /// Logarithms of X^(2^i) modulo the polynomial; false unless X^(2^m) is X.
    private func makePowers(_ d: Int, _ room: Room) -> Bool {
        let m = tables.field.m
        let values = room.row.base
        for i in 0...m {
            let logs = room.powers.base + i &* d
            if i == 0 {
                for j in 0..<d { values[j] = j == 1 ? 1 : 0 }
            } else {
                let last = logs - d
                for j in 0..<d { values[j] = 0 }
                for j in 0..<d where last[j] != tables.zeroLog {
                    let square = UInt32(tables.wrapped(2 &* Int(last[j])))
                    if 2 &* j < d {
                        values[2 &* j] ^= tables.antilog[Int(square)]
                    } else {
                        let row = room.reduction.base + j &* d
                        for k in 0..<d { values[k] ^= tables.product(square, row[k]) }
                    }
                }
            }
            for j in 0..<d { logs[j] = tables.logarithm(values[j]) }
        }
        for j in 0..<d where values[j] != (j == 1 ? 1 : 0) { return false }
        return true
    }

    /// Tr(alpha^a X) modulo the polynomial.
    private func makeTrace(of a: Int, _ d: Int, _ room: Room) {
        let trace = room.trace.base
        for j in 0..<d { trace[j] = 0 }
        var log = a
        for i in 0..<tables.field.m {
            let power = room.powers.base + i &* d
            for j in 0..<d { trace[j] ^= tables.product(UInt32(log), power[j]) }
            log = tables.wrapped(2 &* log)
        }
    }

    /// Splits a monic factor of degree `k` in place by the trace: the first part has the degree returned, and 0 says
    /// that it could not be split.
    private func split(_ factor: UnsafeMutablePointer<UInt16>, _ k: Int, _ d: Int, _ room: Room) -> Int {
        guard k > 2 else { return 0 }
        var (u, v) = (room.first.base, room.second.base)
        for j in 0..<d { v[j] = room.trace.base[j] }
        for j in 0..<k { u[j] = factor[j] }
        u[k] = 1
        var vDegree = degree(v, below: d)
        if vDegree >= k {
            divide(v, vDegree, by: u, k, room)
            vDegree = degree(v, below: k)
        }
        var uDegree = k
        while vDegree > 0 {
            makeMonic(v, vDegree)
            divide(u, uDegree, by: v, vDegree, room)
            let rest = degree(u, below: vDegree)
            (u, v) = (v, u)
            (uDegree, vDegree) = (vDegree, rest)
        }
        // A remainder that is a constant but 0: nothing in common.
        guard vDegree < 0, uDegree < k else { return 0 }
        let whole = v
        for j in 0..<k { whole[j] = factor[j] }
        whole[k] = 1
        divide(whole, k, by: u, uDegree, room)
        for j in 0..<uDegree { factor[j] = u[j] }
        for j in 0..<(k &- uDegree) { factor[uDegree &+ j] = whole[uDegree &+ j] }
        return uDegree
    }

    /// Reports the roots of factors of degree 1 and 2 and closes the gaps; returns how many factors are left.
    private func takeSmall(_ count: Int, _ room: Room, _ found: (UInt16) -> Void) -> Int {
        var (from, to, left) = (0, 0, 0)
        for number in 0..<count {
            let k = Int(room.nextSizes.base[number])
            let factor = room.factors.base + from
            from &+= k
            if k == 1 {
                found(factor[0])
            } else if k == 2, let (a, b) = tables.roots(sum: factor[1], product: factor[0]) {
                found(a)
                found(b)
            } else {
                for j in 0..<k { room.factors.base[to &+ j] = factor[j] }
                to &+= k
                room.sizes.base[left] = Int32(truncatingIfNeeded: k)
                left &+= 1
            }
        }
        return left
    }
}

extension TraceSearch {
    /// The degree of a polynomial with `count` coefficients; -1 for 0.
    private func degree(_ a: UnsafePointer<UInt16>, below count: Int) -> Int {
        var degree = count &- 1
        while degree >= 0, a[degree] == 0 { degree &-= 1 }
        return degree
    }

    private func makeMonic(_ a: UnsafeMutablePointer<UInt16>, _ degree: Int) {
        let log = Int(tables.log[Int(a[degree])])
        let inverse = UInt32(tables.wrapped(tables.n &- log))
        for j in 0...degree { a[j] = tables.product(tables.logarithm(a[j]), inverse) }
    }

    /// Divides by a monic polynomial: the low coefficients become the remainder, those from `vDegree` the quotient.
    private func divide(
        _ u: UnsafeMutablePointer<UInt16>, _ uDegree: Int, by v: UnsafePointer<UInt16>, _ vDegree: Int, _ room: Room
    ) {
        let logs = room.rowLogs.base
        for j in 0..<vDegree { logs[j] = tables.logarithm(v[j]) }
        var top = uDegree
        while top >= vDegree {
            if u[top] != 0 {
                let log = UInt32(tables.log[Int(u[top])])
                let to = u + (top &- vDegree)
                for j in 0..<vDegree { to[j] ^= tables.product(log, logs[j]) }
            }
            top &-= 1
        }
    }

    /// Room for polynomials of degree t.
    struct Room {
        let factors: AlignedTable<UInt16>
        let sizes: AlignedTable<Int32>
        let nextSizes: AlignedTable<Int32>
        let row: AlignedTable<UInt16>
        let rowLogs: AlignedTable<UInt32>
        let reduction: AlignedTable<UInt32>
        let powers: AlignedTable<UInt32>
        let trace: AlignedTable<UInt16>
        let first: AlignedTable<UInt16>
        let second: AlignedTable<UInt16>

        init(m: Int, strength t: Int) {
            factors = AlignedTable(repeating: 0, count: t + 1)
            sizes = AlignedTable(repeating: 0, count: t)
            nextSizes = AlignedTable(repeating: 0, count: t)
            row = AlignedTable(repeating: 0, count: t)
            rowLogs = AlignedTable(repeating: 0, count: t + 1)
            reduction = AlignedTable(repeating: 0, count: t * t)
            powers = AlignedTable(repeating: 0, count: (m + 1) * t)
            trace = AlignedTable(repeating: 0, count: t)
            first = AlignedTable(repeating: 0, count: t + 1)
            second = AlignedTable(repeating: 0, count: t + 1)
        }
    }
}
