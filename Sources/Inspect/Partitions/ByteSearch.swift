// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Every place where some bytes occur in others.
struct ByteSearch {
    let needle: [UInt8]

    /// - Returns: offsets in `bytes`, ascending.
    func offsets(in bytes: [UInt8]) -> [Int] {
        guard let first = needle.first else { return [] }
        return bytes.withUnsafeBytes { bytes in
            needle.withUnsafeBytes { needle in
                guard let start = bytes.baseAddress, let wanted = needle.baseAddress else { return [] }
                var found: [Int] = []
                var at = 0
                let end = bytes.count - needle.count
                while at <= end, let hit = memchr(start + at, Int32(first), end - at + 1) {
                    at = UnsafeRawPointer(hit) - start
                    if memcmp(start + at, wanted, needle.count) == 0 { found.append(at) }
                    at += 1
                }
                return found
            }
        }
    }
}
