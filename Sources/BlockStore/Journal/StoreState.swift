// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A chip as a store holds it: what records say of a page, else what its base says.
final class StoreState: PageSource {
    let geometry: Geometry
    let base: any PageSource
    let index: PageIndex
    let file: any JournalFile
    let seed: UInt32

    init(base: any PageSource, index: PageIndex, file: any JournalFile, header: StoreHeader) {
        geometry = header.geometry
        self.base = base
        self.index = index
        self.file = file
        seed = header.seed
    }

    func knownExtent(at page: PageNumber) -> PageExtent? {
        let number = geometry.block(of: page)
        if index.isEmpty { return base.knownExtent(at: page) }
        let own = index.block(number)
        let unit = geometry.unitIndex(of: page)
        var extent: PageExtent
        if let own, own.unit(unit) != nil {
            return nil
        } else if let own, own.isErased {
            let next = own.units.indices.first { $0 > unit && own.units[$0].isPresent }
            let end = (next ?? index.unitsInBlock) * geometry.unitPages
            extent = PageExtent(
                pages: page..<geometry.firstPage(of: number).advanced(by: end), state: .erased, content: .filled(0xFF))
        } else if let known = base.knownExtent(at: page) {
            // A run of the base must not reach into what has changes of its own.
            extent = known
            let bound = own == nil ? geometry.pages(of: number) : geometry.unit(of: page)
            extent.pages = extent.pages.clamped(to: page..<bound.upperBound)
        } else {
            return nil
        }
        if own?.isMarkedBad == true { extent.state = .bad }
        return extent
    }

    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        if index.isEmpty { return try base.read(range, into: buffer) }
        let number = geometry.block(of: range.lowerBound)
        var wanted = range.clamped(to: geometry.pages(of: number))
        wanted = PageRange(from: wanted.lowerBound, count: min(wanted.count, buffer.capacity))
        guard let own = index.block(number) else { return try base.read(wanted, into: buffer) }
        if own.unit(geometry.unitIndex(of: wanted.lowerBound)) != nil {
            try readRecords(own, wanted, into: buffer)
        } else {
            let unit = wanted.clamped(to: geometry.unit(of: range.lowerBound))
            if own.isErased {
                buffer.fill(unit, with: 0xFF, state: .erased)
            } else {
                _ = try base.read(unit, into: buffer)
            }
        }
        if own.isMarkedBad { buffer.setBad(buffer.pages) }
        return buffer.pages
    }

    func isBad(_ block: BlockNumber) throws -> Bool {
        try checkBlock(block)
        if index.block(block)?.isMarkedBad == true { return true }
        return try base.isBad(block)
    }

    func fileOffset(of page: PageNumber) -> Int? {
        index.block(geometry.block(of: page)) == nil ? base.fileOffset(of: page) : nil
    }

    func page(atFileOffset offset: Int) -> PageNumber? { base.page(atFileOffset: offset) }
}
