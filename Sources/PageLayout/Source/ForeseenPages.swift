// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Synchronization

/// Pages that somebody found to need no correction before they were asked for; shared by all that read a chip.
///
/// That is said of pages as they are ``Flash/PageSource/resident(_:)``, which do not change: what was programmed or erased
/// since is not resident any more. So there is nothing to be taken back.
public final class ForeseenPages: Sendable {
    /// The first page's number, and how many: `countBits` for them.
    private let packed = Atomic<UInt64>(0)
    private static let countBits: UInt64 = 16

    public init() {}

    /// In place of those before.
    func set(_ pages: PageRange) {
        let count = UInt64(min(pages.count, 1 << Int(Self.countBits) - 1))
        packed.store(UInt64(pages.lowerBound.rawValue) << Self.countBits | count, ordering: .releasing)
    }

    /// How many pages of `range`, from its first on, are among them. They are asked for once.
    func take(_ range: PageRange) -> Int {
        let now = packed.load(ordering: .acquiring)
        let first = PageNumber(Int(now >> Self.countBits))
        let end = first.advanced(by: Int(now & (1 << Self.countBits - 1)))
        guard first <= range.lowerBound, range.lowerBound < end else { return 0 }
        _ = packed.compareExchange(expected: now, desired: 0, ordering: .relaxed)
        return min(end, range.upperBound).rawValue - range.lowerBound.rawValue
    }
}
