// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How two stretches of bytes of the same length differ.
enum ByteDifference {
    static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        precondition(a.count == b.count)
        guard let x = a.baseAddress, let y = b.baseAddress else { return true }
        return memcmp(x, y, a.count) == 0
    }

    /// The first byte that differs, and the number of bits that do; nil when all are equal.
    static func count(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> (first: Int, bits: Int)? {
        guard !areEqual(a, b) else { return nil }
        var first: Int?
        var bits = 0
        for i in 0..<a.count where a[i] != b[i] {
            if first == nil { first = i }
            bits += (a[i] ^ b[i]).nonzeroBitCount
        }
        return first.map { ($0, bits) }
    }
}
