// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension BlockStore {
    public func knownExtent(at page: PageNumber) -> PageExtent? {
        let number = geometry.block(of: page)
        if changes.isEmpty { return base.knownExtent(at: page) }
        let own = changes.block(number)
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
            let bound = own == nil ? geometry.pages(of: number) : geometry.unit(of: page)
            extent.pages = extent.pages.clamped(to: page..<bound.upperBound)
        } else {
            return nil
        }
        if own?.isMarkedBad == true { extent.state = .bad }
        return extent
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        if changes.isEmpty { return try base.read(range, into: buffer) }
        let number = geometry.block(of: range.lowerBound)
        let wanted = range.clamped(to: geometry.pages(of: number))
        guard let own = changes.block(number) else { return try base.read(wanted, into: buffer) }
        if own.units[geometry.unitIndex(of: range.lowerBound)] != nil {
            copyChanged(of: own, wanted, into: buffer)
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

    /// What lies in the base, up to the first block that has changes.
    public func resident(_ range: PageRange) -> ResidentPages? {
        if changes.isEmpty { return base.resident(range) }
        var end = range.lowerBound
        while end < range.upperBound, !changes.holds(geometry.block(of: end)) {
            end = geometry.pages(of: geometry.block(of: end)).upperBound
        }
        return end > range.lowerBound ? base.resident(range.lowerBound..<min(end, range.upperBound)) : nil
    }

    public var isResidentIntact: Bool { base.isResidentIntact }

    /// Reads changed units as far as they follow each other.
    private func copyChanged(of own: Changes.Block, _ wanted: PageRange, into buffer: PageBuffer) {
        let wanted = PageRange(from: wanted.lowerBound, count: min(wanted.count, buffer.capacity))
        var end = wanted.lowerBound
        while end < wanted.upperBound, own.units[geometry.unitIndex(of: end)] != nil {
            end = min(geometry.unit(of: end).upperBound, wanted.upperBound)
        }
        buffer.pages = wanted.lowerBound..<end
        geometry.forEachUnit(of: buffer.pages) { part in
            guard let bytes = own.units[geometry.unitIndex(of: part.lowerBound)] else { return }
            let skipped = part.lowerBound.rawValue % geometry.unitPages
            copy(bytes, from: skipped * geometry.pageSize, to: buffer.data(of: part))
            let oob = geometry.unitPages * geometry.pageSize + skipped * geometry.oobSize
            copy(bytes, from: oob, to: buffer.oob(of: part))
        }
        buffer.classifyByContent()
    }

    private func copy(_ bytes: [UInt8], from start: Int, to target: UnsafeMutableRawBufferPointer) {
        target.copyBytes(from: bytes[start..<(start + target.count)])
    }
}

extension Geometry {
    /// The index in its block of the unit that holds `page`.
    func unitIndex(of page: PageNumber) -> Int { page.rawValue % pagesPerBlock / unitPages }
}
