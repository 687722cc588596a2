// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// How many blocks are what, each counted once.
///
/// As bad, else as unreadable where a page of it is, else as programmed where a page is, else as erased where a page
/// is, else as missing: what is held of a block says what it is, and ``partial`` says that it is not all.
public struct BlockCensus: Sendable, Hashable {
    public private(set) var programmed = 0
    public private(set) var erased = 0
    public private(set) var missing = 0
    public private(set) var unreadable = 0
    public private(set) var bad = BlockSet()
    /// Programmed or bad blocks known without reading to hold one repeated byte: holes of the file.
    public private(set) var filled = 0

    /// Blocks of which only some pages are held; each is counted above as what these are.
    public private(set) var partial = 0

    /// Blocks in all.
    public var total: Int { programmed + erased + missing + unreadable + bad.count }

    private let geometry: Geometry
    private var current: BlockNumber?
    private var states = States()

    /// Which states the pages of a block have, and whether their bytes are there.
    private struct States: OptionSet {
        let rawValue: Int

        init(rawValue: Int) { self.rawValue = rawValue }
        init(_ state: PageState) { rawValue = 1 << Int(state.rawValue) }
        init(_ extent: PageExtent) {
            self = States(extent.state)
            insert(extent.content == .absent ? .absent : .held)
        }

        static let bad = States(.bad)
        static let unreadable = States(.unreadable)
        static let programmed = States(.programmed)
        static let uncorrectable = States(.uncorrectable)
        static let erased = States(.erased)
        static let held = States(rawValue: 1 << 8)
        static let absent = States(rawValue: 1 << 9)
    }

    init(_ geometry: Geometry) { self.geometry = geometry }

    public static func == (a: BlockCensus, b: BlockCensus) -> Bool {
        a.programmed == b.programmed && a.erased == b.erased && a.missing == b.missing
            && a.unreadable == b.unreadable && a.bad == b.bad && a.partial == b.partial
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(programmed)
        hasher.combine(erased)
        hasher.combine(bad)
    }

    /// Takes the next extent, in ascending order; pages in between that are left out count as nothing.
    mutating func add(_ extent: PageExtent) {
        guard let last = extent.pages.last else { return }
        let state = States(extent)
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
        } else if !states.isDisjoint(with: [.programmed, .uncorrectable]) {
            programmed += blocks.count
        } else if states.contains(.erased) {
            erased += blocks.count
        } else {
            missing += blocks.count
        }
        if states.isSuperset(of: [.held, .absent]) { partial += blocks.count }
    }
}
