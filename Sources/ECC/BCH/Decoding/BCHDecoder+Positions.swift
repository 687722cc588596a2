// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BCHDecoder {
    /// The position of alpha^0.
    var lastPosition: Int32 { Int32(truncatingIfNeeded: messageBits &+ parityBits &- 1) }

    /// Adds the last one or two positions to those that are known; false when they are not within the word.
    func addLast(
        of locator: UnsafePointer<UInt16>, _ degree: Int, after count: Int, _ found: UnsafeMutablePointer<Int32>
    ) -> Bool {
        // l(1) is the sum of all locators, l(d) their product.
        var sum = locator[1]
        var product = Int(tables.log[Int(locator[degree])])
        for i in 0..<count {
            let log = Int(lastPosition &- found[i])
            sum ^= tables.antilog[log]
            product = tables.wrapped(product &+ tables.n &- log)
        }
        switch degree &- count {
        case 0:
            break
        case 1:
            guard let last = position(of: sum) else { return false }
            found[count] = last
        default:
            guard let (a, b) = tables.roots(sum: sum, product: tables.antilog[product]),
                let first = position(of: a), let second = position(of: b)
            else { return false }
            found[count] = first
            found[count &+ 1] = second
        }
        return true
    }

    /// The position of a locator alpha^e; nil outside the word.
    @inline(__always)
    func position(of locator: UInt16) -> Int32? {
        guard locator != 0 else { return nil }
        let position = lastPosition &- Int32(tables.log[Int(locator)])
        return position < 0 ? nil : position
    }

    /// Sorts positions; false when two are the same.
    func inOrder(_ positions: UnsafeMutablePointer<Int32>, _ count: Int) -> Bool {
        // The search goes from the last position to the first.
        var (a, b) = (0, count &- 1)
        while a < b {
            (positions[a], positions[b]) = (positions[b], positions[a])
            a &+= 1
            b &-= 1
        }
        for i in 1..<max(1, count) {
            let value = positions[i]
            var j = i
            while j > 0, positions[j &- 1] > value {
                positions[j] = positions[j &- 1]
                j &-= 1
            }
            guard j == 0 || positions[j &- 1] < value else { return false }
            positions[j] = value
        }
        return true
    }
}
