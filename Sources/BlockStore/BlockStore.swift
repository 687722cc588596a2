// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A chip in memory over an immutable base: the base is read when asked for, what was changed is kept
/// beside it, and an erased block costs nothing.
///
/// Memory grows with the number of changed pages only. What has been done since the store was opened
/// is the place of the journal, which is to record each call of ``program(_:bits:)``,
/// ``erase(_:)`` and ``markBad(_:)`` before it changes ``Changes``.
public final class BlockStore: FlashDevice {
    public let base: any PageSource
    public var geometry: Geometry { base.geometry }
    let marker: BadBlockMarker?
    let changes = Changes()

    /// - Parameter marker: where ``markBad(_:)`` writes the mark; nil where there is no OOB to hold it.
    public init(base: any PageSource, marker: BadBlockMarker?) {
        self.base = base
        self.marker = marker
    }

    /// A chip of erased blocks.
    public convenience init(blank geometry: Geometry) {
        self.init(base: BlankSource(geometry: geometry), marker: .standard(for: geometry))
    }

    /// How many units (pages; on NOR up to 4096 bytes) are kept in memory.
    public var changedUnits: Int { changes.unitCount }

    /// Blocks that were programmed, erased or marked, ascending.
    public var changedBlocks: [BlockNumber] { changes.blocks }

    public func fileOffset(of page: PageNumber) -> Int? {
        changes.block(geometry.block(of: page)) == nil ? base.fileOffset(of: page) : nil
    }

    public func page(atFileOffset offset: Int) -> PageNumber? { base.page(atFileOffset: offset) }

    public func isBad(_ block: BlockNumber) throws -> Bool {
        try checkBlock(block)
        if changes.block(block)?.isMarkedBad == true { return true }
        return try base.isBad(block)
    }

    public func sync() throws {}
}
