// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What is known of a page. Unknown is not erased: they are never mixed.
public enum PageState: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// Holds data: at least one bit of what the dump holds of it is 0.
    case programmed
    /// Every bit the dump holds of it is 1.
    case erased
    /// Lies in a block that is marked or listed as bad.
    case bad
    /// The dump does not hold it.
    case missing
    /// The dump has its place, but not its whole contents: cut short, or lines of it are lost. Of a bad block too.
    case unreadable
    /// Holds more wrong bits than its ECC can correct: the bits are as the chip gave them.
    case uncorrectable

    public var description: String {
        switch self {
        case .programmed: "data"
        case .erased: "erased"
        case .bad: "bad"
        case .missing: "missing"
        case .unreadable: "unreadable"
        case .uncorrectable: "uncorrectable"
        }
    }
}

/// Where the bytes of a page are.
public enum PageContent: Sendable, Hashable {
    /// Held by the source: they are had by reading.
    case bytes
    /// Held, and known without reading: every byte of data and OOB has this value.
    case filled(UInt8)
    /// Not held. Reads as 0xFF, which says nothing of the chip.
    case absent
}

/// A run of pages of one state.
public struct PageExtent: Sendable, Hashable {
    public var pages: PageRange
    public var state: PageState
    public var content: PageContent

    @inlinable
    public init(pages: PageRange, state: PageState, content: PageContent) {
        self.pages = pages
        self.state = state
        self.content = content
    }
}
