// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The number of a page on the chip, counted from 0.
public struct PageNumber: Hashable, Comparable, Sendable, Strideable, CustomStringConvertible {
    public var rawValue: Int

    @inlinable
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    @inlinable
    public static func < (a: PageNumber, b: PageNumber) -> Bool { a.rawValue < b.rawValue }
    @inlinable
    public func distance(to other: PageNumber) -> Int { other.rawValue - rawValue }
    @inlinable
    public func advanced(by pages: Int) -> PageNumber { PageNumber(rawValue + pages) }

    public var description: String { "page \(rawValue)" }
}

/// The number of an erase block (PEB) on the chip, counted from 0.
public struct BlockNumber: Hashable, Comparable, Sendable, Strideable, CustomStringConvertible {
    public var rawValue: Int

    @inlinable
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    @inlinable
    public static func < (a: BlockNumber, b: BlockNumber) -> Bool { a.rawValue < b.rawValue }
    @inlinable
    public func distance(to other: BlockNumber) -> Int { other.rawValue - rawValue }
    @inlinable
    public func advanced(by blocks: Int) -> BlockNumber { BlockNumber(rawValue + blocks) }

    public var description: String { "block \(rawValue)" }
}

/// Consecutive pages of the chip.
public typealias PageRange = Range<PageNumber>

/// Consecutive erase blocks of the chip.
public typealias BlockRange = Range<BlockNumber>

extension Range where Bound == PageNumber {
    /// The `count` pages from `first` on.
    @inlinable
    public init(from first: PageNumber, count: Int) {
        self = first..<first.advanced(by: count)
    }
}
