// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// What a NAND chip asks of those who program it: how often a page may be programmed between two erases (NOP), and, with
/// more than one bit a cell, in which order.
///
/// Pages that were programmed before the device was made count as programmed once.
final class ProgramRules: Sendable {
    /// Programs of one page between two erases; nil where that is free.
    let limit: Int?
    let isOrdered: Bool
    let isStrict: Bool
    private let geometry: Geometry
    private let blocks = Mutex<[BlockNumber: Block]>([:])

    private struct Block {
        var counts: [UInt8]
        var highest = -1
        /// Erased since the device was made.
        var isFresh: Bool
    }

    init(_ geometry: Geometry, _ kind: MTDShape.Kind, isStrict: Bool) {
        self.geometry = geometry
        self.isStrict = isStrict
        isOrdered = kind == .mlcNAND
        // What data sheets of SLC chips allow: four partial programs a page.
        switch kind {
        case .nor: limit = nil
        case .nand: limit = 4
        case .mlcNAND: limit = 1
        }
    }

    /// Counts a program.
    ///
    /// - Parameter wasProgrammed: asked once a page, where nobody knows.
    /// - Returns: what was against the rules.
    /// - Throws: ``FlashError`` (`rules`) for that, when the rules are strict.
    func program(_ page: PageNumber, wasProgrammed: () throws -> Bool) throws -> [MTDEvent] {
        guard let limit else { return [] }
        let number = geometry.block(of: page)
        let index = page.rawValue % geometry.pagesPerBlock
        let isKnown = blocks.withLock { blocks in blocks[number].map { $0.isFresh || $0.counts[index] > 0 } ?? false }
        let before: UInt8 = try isKnown ? 0 : wasProgrammed() ? 1 : 0
        let events = blocks.withLock { blocks in
            var block = blocks.removeValue(forKey: number) ?? self.block(isFresh: false)
            defer { blocks[number] = block }
            let times = Int(max(block.counts[index], before)) + 1
            var events: [MTDEvent] = []
            if times > limit { events.append(.overprogrammed(page, times: times, limit: limit)) }
            if isOrdered, index < block.highest {
                events.append(.outOfOrder(page, after: geometry.firstPage(of: number).advanced(by: block.highest)))
            }
            guard events.isEmpty || !isStrict else { return events }
            block.counts[index] = UInt8(min(times, 255))
            block.highest = max(block.highest, index)
            return events
        }
        if isStrict, let first = events.first { throw FlashError(.rules, first.description, page: page, in: geometry) }
        return events
    }

    func erase(_ number: BlockNumber) {
        guard limit != nil else { return }
        blocks.withLock { $0[number] = block(isFresh: true) }
    }

    private func block(isFresh: Bool) -> Block {
        Block(counts: [UInt8](repeating: 0, count: geometry.pagesPerBlock), isFresh: isFresh)
    }
}

extension MTDEvent: CustomStringConvertible {
    /// In a few words, without the page.
    public var description: String {
        switch self {
        case .overprogrammed(_, let times, let limit):
            "programmed \(times) times since its block was erased, the chip allows \(limit)"
        case .outOfOrder(_, let after): "programmed after \(after) of its block, the chip wants ascending order"
        case .uncorrectable: "more bits are wrong than the ECC can correct"
        case .notHeld: "the dump does not hold it whole"
        }
    }

    public var page: PageNumber {
        switch self {
        case .overprogrammed(let page, _, _), .outOfOrder(let page, _), .uncorrectable(let page), .notHeld(let page):
            page
        }
    }
}
