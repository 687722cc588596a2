// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// SHA-256 (FIPS 180-4), for test inputs that are made of it.
public enum SHA256 {
    /// The digest as 64 digits.
    public static func hex(_ message: [UInt8]) -> String {
        digest(message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    public static func digest(_ message: [UInt8]) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: (119 - message.count % 64) % 64)
        let input = message + [0x80] + padding + bigEndian(UInt64(message.count * 8))
        var state = start
        for block in stride(from: 0, to: input.count, by: 64) {
            compress(input[block..<block + 64], into: &state)
        }
        return state.flatMap(bigEndian)
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian, Array.init)
    }

    private static func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
        var w = stride(from: block.startIndex, to: block.endIndex, by: 4).map { i in
            block[i..<i + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        for i in 16..<64 {
            let (a, b) = (w[i - 15], w[i - 2])
            let s0 = rotated(a, 7) ^ rotated(a, 18) ^ a >> 3
            let s1 = rotated(b, 17) ^ rotated(b, 19) ^ b >> 10
            w.append(w[i - 16] &+ s0 &+ w[i - 7] &+ s1)
        }
        var h = state
        for i in 0..<64 {
            let s1 = rotated(h[4], 6) ^ rotated(h[4], 11) ^ rotated(h[4], 25)
            let choice = (h[4] & h[5]) ^ (~h[4] & h[6])
            let t1 = h[7] &+ s1 &+ choice &+ rounds[i] &+ w[i]
            let s0 = rotated(h[0], 2) ^ rotated(h[0], 13) ^ rotated(h[0], 22)
            let majority = (h[0] & h[1]) ^ (h[0] & h[2]) ^ (h[1] & h[2])
            h = [t1 &+ s0 &+ majority, h[0], h[1], h[2], h[3] &+ t1, h[4], h[5], h[6]]
        }
        for i in 0..<8 { state[i] &+= h[i] }
    }

    private static func rotated(_ x: UInt32, _ bits: UInt32) -> UInt32 { x >> bits | x << (32 - bits) }

    private static let primes = (2..<312).filter { n in (2..<n).allSatisfy { n % $0 != 0 } }
    /// The first bits of the fractions of square and cube roots of primes.
    private static let start = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
    private static let rounds = primes.prefix(64).map { cubeRootFraction($0) }

    private static func fraction(_ x: Double) -> UInt32 { UInt32((x - x.rounded(.down)) * 4_294_967_296) }

    /// Exactly: floor(cube root of n * 2^32), by bisection, without its whole part.
    private static func cubeRootFraction(_ n: Int) -> UInt32 {
        var (low, high) = (UInt64(1) << 32, UInt64(7) << 32)
        while high - low > 1 {
            let middle = (low + high) / 2
            let square = UInt128(middle) * UInt128(middle)
            // middle^3 <= n * 2^96, without 2^105.
            if square <= (UInt128(n) << 96) / UInt128(middle) { low = middle } else { high = middle }
        }
        return UInt32(truncatingIfNeeded: low)
    }
}
