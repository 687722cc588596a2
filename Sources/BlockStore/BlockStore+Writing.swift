// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension BlockStore {
    public func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws {
        try checkProgram(pages, bits: bits)
        guard !pages.isEmpty else { return }
        let size = geometry.rawPageSize
        try changes.change(geometry.block(of: pages.lowerBound)) { block in
            try geometry.forEachUnit(of: pages) { part in
                let index = geometry.unitIndex(of: part.lowerBound)
                let start = (part.lowerBound.rawValue - pages.lowerBound.rawValue) * size
                // Taken out and put back, so that it is changed where it lies.
                var bytes = try block.units.removeValue(forKey: index) ?? unchanged(part.lowerBound, block)
                bytes.clearBits(
                    UnsafeRawBufferPointer(rebasing: bits[start...].prefix(part.count * size)),
                    fromPage: part.lowerBound.rawValue % geometry.unitPages, in: geometry)
                block.units[index] = bytes
            }
        }
    }

    public func erase(_ block: BlockNumber) throws {
        guard try !isBad(block) else {
            throw FlashError(.badBlock, "is bad and cannot be erased", block: block)
        }
        changes.change(block) { $0 = Changes.Block(isErased: true) }
    }

    public func markBad(_ block: BlockNumber) throws {
        try checkBlock(block)
        if let marker {
            var mark = [UInt8](repeating: 0xFF, count: geometry.oobSize)
            mark[marker.offset] = 0
            for page in marker.pages {
                try program(geometry.firstPage(of: block).advanced(by: page), data: nil, oob: mark)
            }
        }
        changes.change(block) { $0.isMarkedBad = true }
    }

    /// Data, then OOB, of a unit that has not changed since the base, or since its block was erased.
    private func unchanged(_ page: PageNumber, _ block: Changes.Block) throws -> [UInt8] {
        let unit = geometry.unit(of: page)
        if block.isErased { return [UInt8](repeating: 0xFF, count: unit.count * geometry.rawPageSize) }
        let buffer = PageBuffer(geometry: geometry, capacity: unit.count)
        try base.readAll(unit, into: buffer, using: PageBuffer(geometry: geometry, capacity: unit.count))
        return Array(buffer.data(of: unit)) + Array(buffer.oob(of: unit))
    }
}
