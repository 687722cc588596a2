// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// What a look at every page of a dump found out.
public struct CheckReport: Sendable {
    public let geometry: Geometry
    /// Pages of each state; on NOR, bytes. Pages with an uncorrectable step count as programmed.
    public internal(set) var pages: [PageState: Int] = [:]
    /// One for each layout, in the order of their first blocks; empty when none is known.
    public internal(set) var layouts: [LayoutCheck] = []
    /// Programmed pages that no code says anything of.
    public internal(set) var uncheckedPages = 0
    /// The pages whose worst step has the most wrong bits, worst first; uncorrectable ones are not among them.
    public internal(set) var worst: [PageFlips] = []
    /// The first few uncorrectable steps.
    public internal(set) var uncorrectable: [UncorrectableStep] = []
    public internal(set) var uncorrectableSteps = 0
    public internal(set) var uncorrectablePages = 0
    public internal(set) var badBlocks = BadBlockReport()

    /// How many uncorrectable steps a report holds.
    public static let shownSteps = 3
}

/// How many bits of a page are wrong.
public struct PageFlips: Sendable, Hashable {
    public var page: PageNumber
    /// In its worst step.
    public var worstStep: Int
    /// In all of its steps.
    public var total: Int
    /// In bytes from the start of the file; nil when no single place holds the page.
    public var fileOffset: Int?
}

/// A step that has more wrong bits than its code can correct.
public struct UncorrectableStep: Sendable, Hashable {
    public var page: PageNumber
    /// Its position in the page, from 0.
    public var step: Int
    /// Where the page begins, in bytes from the start of the file; nil when no single place holds it.
    public var fileOffset: Int?
}

/// Bad blocks, as the chip's marks and its tables have them.
public struct BadBlockReport: Sendable {
    /// Blocks that are marked, or that the user listed.
    public internal(set) var marked = BlockSet()
    /// Blocks of ``marked`` whose mark is a single 0 bit: more likely a flip than a mark.
    public internal(set) var doubtful = BlockSet()
    /// Every table that was found, from the end of the chip.
    public internal(set) var tables: [BadBlockTable] = []

    /// Tables in use: the newest of each kind.
    public var current: [BadBlockTable] { BadBlockTable.current(of: tables) }

    /// Blocks that tables in use call bad.
    public var listed: BlockSet { current.reduce(BlockSet()) { $0.union($1.bad) } }

    /// Marked blocks that no complete table lists; empty where there is no such table.
    public var onlyMarked: BlockSet {
        current.contains(where: \.listsAllBadBlocks) ? marked.subtracting(listed) : BlockSet()
    }

    /// Listed blocks that carry no mark.
    public var onlyListed: BlockSet { listed.subtracting(marked) }
}
