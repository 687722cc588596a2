// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Raw pages of one dump, one after the other: rows that identification looks at.
public struct PageSample: Sendable {
    /// Bytes of data in a page.
    public let pageSize: Int
    /// Bytes of OOB that follow them.
    public let oobSize: Int
    /// ``count`` raw pages.
    public let bytes: [UInt8]
    public let count: Int

    /// Bytes of a row.
    public var rawSize: Int { pageSize + oobSize }

    /// The largest row, in bytes.
    public static let largestRow = 1 << 16

    /// - Parameter bytes: whole raw pages; what is left at the end is not looked at.
    /// - Returns: nil when the sizes make no page.
    public init?(bytes: [UInt8], pageSize: Int, oobSize: Int) {
        guard pageSize > 0, oobSize >= 0, pageSize <= Self.largestRow, oobSize <= Self.largestRow - pageSize else {
            return nil
        }
        self.pageSize = pageSize
        self.oobSize = oobSize
        self.bytes = bytes
        count = bytes.count / (pageSize + oobSize)
    }

    /// - Parameter pages: raw pages; those of another size are left out.
    public init?(pages: [[UInt8]], pageSize: Int, oobSize: Int) {
        guard pageSize > 0, oobSize >= 0, pageSize <= Self.largestRow else { return nil }
        let fitting = pages.filter { $0.count == pageSize + oobSize }
        self.init(bytes: Array(fitting.joined()), pageSize: pageSize, oobSize: oobSize)
    }

    /// The rows that are not one repeated byte and that no other row equals, the first of each kind.
    public func distinctRows() -> [Int] {
        var seen = Set<ArraySlice<UInt8>>()
        return (0..<count).filter { row in
            let slice = bytes[row * rawSize..<(row + 1) * rawSize]
            guard let first = slice.first, slice.contains(where: { $0 != first }) else { return false }
            return seen.insert(slice).inserted
        }
    }
}
