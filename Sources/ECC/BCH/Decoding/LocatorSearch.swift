// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Berlekamp-Massey for binary codes: t rounds, since every second discrepancy is 0 (Massey 1969; Blahut, ch. 7).
struct LocatorSearch {
    let tables: FieldTables
    let strength: Int

    /// Finds the shortest recurrence that the syndromes obey.
    ///
    /// - Parameter odd: S(1), S(3) ... S(2t-1).
    /// - Returns: the locator 1 + l(1) x + ... + l(d) x^d, inside the workspace, and its degree d; nil when the
    ///   recurrence is longer than t or than the degree of its polynomial, so that no t errors explain it.
    @inline(__always)
    func locator(
        _ odd: UnsafePointer<UInt16>, _ workspace: BCHDecoder.Workspace
    ) -> (coefficients: UnsafePointer<UInt16>, degree: Int)? {
        let logs = workspace.syndromeLogs.base
        for j in 0..<strength { logs[2 &* j &+ 1] = tables.logarithm(odd[j]) }
        for j in 1..<(strength &+ 1) {
            // S(2j) = S(j)^2.
            logs[2 &* j] = logs[j] == tables.zeroLog ? logs[j] : UInt32(tables.wrapped(2 &* Int(logs[j])))
        }
        let room = strength + 1
        var current = Polynomial(workspace, 0, room)
        var previous = Polynomial(workspace, 1, room)
        var spare = Polynomial(workspace, 2, room)
        current.setToOne()
        previous.setToOne()
        var length = 0
        var previousLength = 0
        var previousLog = 0
        var shift = 1
        let n = tables.n
        for round in 0..<strength {
            // S(2 round + 1) and down.
            let newest = logs + (2 &* round &+ 1)
            var discrepancy: UInt16 = 0
            for i in 0...length { discrepancy ^= tables.product(current.logs[i], newest[-i]) }
            guard discrepancy != 0 else {
                shift &+= 2
                continue
            }
            let log = Int(tables.log[Int(discrepancy)])
            let factor = UInt32(tables.wrapped(log &+ n &- previousLog))
            let longer = 2 &* round &+ 1 &- length
            if longer > length {
                guard longer <= strength else { return nil }
                // shift + previousLength is `longer`: all coefficients up to it get a value.
                for i in 0...longer { spare.values[i] = i <= length ? current.values[i] : 0 }
                for i in 0...previousLength {
                    spare.values[shift &+ i] ^= tables.product(previous.logs[i], factor)
                }
                for i in 0...longer { spare.logs[i] = tables.logarithm(spare.values[i]) }
                (previous, current, spare) = (current, spare, previous)
                (previousLength, length) = (length, longer)
                previousLog = log
                shift = 2
            } else {
                // shift + previousLength is at most `length` here.
                for i in 0...previousLength {
                    let value = current.values[shift &+ i] ^ tables.product(previous.logs[i], factor)
                    current.values[shift &+ i] = value
                    current.logs[shift &+ i] = tables.logarithm(value)
                }
                shift &+= 2
            }
        }
        guard current.values[length] != 0 else { return nil }
        return (UnsafePointer(current.values), length)
    }

    private struct Polynomial {
        let values: UnsafeMutablePointer<UInt16>
        let logs: UnsafeMutablePointer<UInt32>

        init(_ workspace: BCHDecoder.Workspace, _ number: Int, _ room: Int) {
            values = workspace.polynomials.base + number * room
            logs = workspace.polynomialLogs.base + number * room
        }

        func setToOne() {
            values[0] = 1
            logs[0] = 0
        }
    }
}
