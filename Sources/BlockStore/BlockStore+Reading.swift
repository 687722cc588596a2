// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

extension BlockStore {
    public func knownExtent(at page: PageNumber) -> PageExtent? {
        let number = geometry.block(of: page)
        let (own, untouched) = changes.withLock { changes in
            (changes.blocks[number], changes.blocks.isEmpty)
        }
        if untouched { return base.knownExtent(at: page) }
        let index = geometry.unitIndex(of: page)
        var extent: PageExtent
        if let own, own.units[index] != nil {
            return nil
        } else if let own, own.isErased {
            let unitsInBlock = geometry.pagesPerBlock / geometry.unitPages
            let end = own.units.keys.filter { $0 > index }.min() ?? unitsInBlock
            extent = PageExtent(
                pages: page..<geometry.firstPage(of: number).advanced(by: end * geometry.unitPages),
                state: .erased, content: .filled(0xFF))
        } else if let known = base.knownExtent(at: page) {
            // A run of the base must not reach into what has changes of its own.
            extent = known
            let bound = own == nil ? geometry.pages(of: number) : geometry.unit(index, of: number)
            extent.pages = extent.pages.clamped(to: page..<bound.upperBound)
        } else {
            return nil
        }
        if own?.isMarkedBad == true { extent.state = .bad }
        return extent
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let number = geometry.block(of: range.lowerBound)
        let (own, untouched) = changes.withLock { changes in
            (changes.blocks[number], changes.blocks.isEmpty)
        }
        if untouched { return try base.read(range, into: buffer) }
        guard let own else { return try base.read(range.clamped(to: geometry.pages(of: number)), into: buffer) }
        let index = geometry.unitIndex(of: range.lowerBound)
        let unit = geometry.unit(index, of: number)
        let part = range.clamped(to: unit)
        if let bytes = own.units[index] {
            buffer.pages = part
            let skipped = part.lowerBound.rawValue - unit.lowerBound.rawValue
            copy(bytes, from: skipped * geometry.pageSize, to: buffer.data(of: part))
            copy(bytes, from: unit.count * geometry.pageSize + skipped * geometry.oobSize, to: buffer.oob(of: part))
            buffer.classifyByContent()
        } else if own.isErased {
            buffer.fill(part, with: 0xFF, state: .erased)
        } else {
            _ = try base.read(part, into: buffer)
        }
        if own.isMarkedBad { buffer.setBad(buffer.pages) }
        return buffer.pages
    }

    private func copy(_ bytes: [UInt8], from start: Int, to target: UnsafeMutableRawBufferPointer) {
        target.copyBytes(from: bytes[start..<(start + target.count)])
    }
}
