// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// How many erase blocks there are of each kind.
///
/// A block counts once: as bad, else as unreadable where a page of it is, else as programmed where a page
/// is, else as missing where a page is, else as erased.
public struct BlockCensus: Sendable, Hashable {
    public private(set) var programmed = 0
    public private(set) var erased = 0
    public private(set) var missing = 0
    public private(set) var unreadable = 0
    public private(set) var bad = BlockSet()
    /// Programmed or bad blocks known without reading to hold one repeated byte: holes of the file.
    public private(set) var filled = 0

    /// Blocks in all.
    public var total: Int { programmed + erased + missing + unreadable + bad.count }

    private let geometry: Geometry
    private var current: BlockNumber?
    private var states = States()

    /// Which states the pages of a block have.
    private struct States: OptionSet {
        let rawValue: Int

        init(rawValue: Int) { self.rawValue = rawValue }
        init(_ state: PageState) { rawValue = 1 << Int(state.rawValue) }

        static let bad = States(.bad)
        static let unreadable = States(.unreadable)
        static let programmed = States(.programmed)
        static let missing = States(.missing)
    }

    init(_ geometry: Geometry) { self.geometry = geometry }

    public static func == (a: BlockCensus, b: BlockCensus) -> Bool {
        a.programmed == b.programmed && a.erased == b.erased && a.missing == b.missing
            && a.unreadable == b.unreadable && a.bad == b.bad
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(programmed)
        hasher.combine(erased)
        hasher.combine(bad)
    }

    /// Takes the next extent, in ascending order; pages in between that are left out count as nothing.
    mutating func add(_ extent: PageExtent) {
        guard let last = extent.pages.last else { return }
        let state = States(extent.state)
        let first = geometry.block(of: extent.pages.lowerBound)
        let end = geometry.block(of: last)
        touch(first, state)
        guard end > first else { return }
        close()
        let whole = first.advanced(by: 1)..<end
        if !whole.isEmpty {
            count(whole, state)
            if extent.state == .programmed || extent.state == .bad, case .filled = extent.content {
                filled += whole.count
            }
        }
        touch(end, state)
    }

    /// Counts the last block.
    mutating func close() {
        if let block = current { count(block..<block.advanced(by: 1), states) }
        current = nil
    }

    private mutating func touch(_ block: BlockNumber, _ state: States) {
        if current != block {
            close()
            current = block
            states = []
        }
        states.insert(state)
    }

    private mutating func count(_ blocks: BlockRange, _ states: States) {
        if states.contains(.bad) {
            bad.insert(blocks)
        } else if states.contains(.unreadable) {
            unreadable += blocks.count
        } else if states.contains(.programmed) {
            programmed += blocks.count
        } else if states.contains(.missing) {
            missing += blocks.count
        } else {
            erased += blocks.count
        }
    }
}
