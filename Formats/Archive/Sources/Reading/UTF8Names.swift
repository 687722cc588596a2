// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Lets libarchive take names for UTF-8, whatever the user's locale is.
enum UTF8Names {
    /// Made once and never changed.
    private nonisolated(unsafe) static let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

    /// Runs `body` with this thread's character set as UTF-8.
    static func use<T>(_ body: () throws -> T) rethrows -> T {
        guard let locale else { return try body() }
        let before = uselocale(locale)
        defer { uselocale(before) }
        return try body()
    }
}
