// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

extension BlockStore {
    public func program(_ page: PageNumber, data: [UInt8]?, oob: [UInt8]?) throws {
        try checkRange(PageRange(from: page, count: 1))
        try checkLength(data, geometry.pageSize, "data", page)
        try checkLength(oob, geometry.oobSize, "OOB", page)
        let block = geometry.block(of: page)
        let index = geometry.unitIndex(of: page)
        let unit = geometry.unit(index, of: block)
        var bytes = try currentBytes(of: unit)
        let place = page.rawValue - unit.lowerBound.rawValue
        clearBits(of: data, in: &bytes, at: place * geometry.pageSize)
        clearBits(of: oob, in: &bytes, at: unit.count * geometry.pageSize + place * geometry.oobSize)
        changes.withLock { $0.blocks[block, default: .init()].units[index] = bytes }
    }

    public func erase(_ block: BlockNumber) throws {
        guard try !isBad(block) else {
            throw FlashError(.badBlock, "is bad and cannot be erased", block: block)
        }
        changes.withLock { $0.blocks[block] = Changes.Block(isErased: true) }
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
        changes.withLock { $0.blocks[block, default: .init()].isMarkedBad = true }
    }

    private func clearBits(of new: [UInt8]?, in bytes: inout [UInt8], at start: Int) {
        for (i, byte) in (new ?? []).enumerated() { bytes[start + i] &= byte }
    }

    /// Data, then OOB, of a unit as it reads now.
    private func currentBytes(of unit: PageRange) throws -> [UInt8] {
        let buffer = PageBuffer(geometry: geometry, capacity: unit.count)
        try readAll(unit, into: buffer, using: PageBuffer(geometry: geometry, capacity: unit.count))
        return Array(buffer.data(of: unit)) + Array(buffer.oob(of: unit))
    }

    private func checkLength(_ bytes: [UInt8]?, _ size: Int, _ what: String, _ page: PageNumber) throws {
        guard let bytes, bytes.count != size else { return }
        throw FlashError(.wrongLength, "\(bytes.count) bytes of \(what), a page has \(size)", page: page)
    }
}
