// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Synchronization

/// A chip held in memory, page by page, each with the state it was given.
///
/// It can be everything a dump can be (pages missing or unreadable, bad blocks whose contents are not
/// held), which makes it the source of synthetic images and of what a device serves without a file.
/// Blocks that were never touched are erased and take no memory.
public final class MemoryDevice: FlashDevice {
    public let geometry: Geometry
    private let state = Mutex(Contents())

    private struct Contents {
        var units: [Int: Unit] = [:]
        var bad = BlockSet()
    }

    private struct Unit {
        var state: PageState
        /// Data of the unit's pages, then their OOB; nil when absent.
        var bytes: [UInt8]?
    }

    public init(geometry: Geometry) { self.geometry = geometry }

    /// Gives a unit (a page; on NOR, up to 4096 bytes) its state and contents.
    ///
    /// - Parameters:
    ///   - bytes: the data of the unit's pages, then their OOB; nil when the dump does not hold them.
    ///   - state: not `bad`: that goes by block, with ``markBad(_:)``.
    public func set(unitAt page: PageNumber, state newState: PageState, bytes: [UInt8]?) {
        precondition(bytes.map { $0.count == geometry.rawPageSize * geometry.unitPages } ?? true)
        let index = page.rawValue / geometry.unitPages
        state.withLock { $0.units[index] = Unit(state: newState, bytes: newState == .missing ? nil : bytes) }
    }

    public func knownExtent(at page: PageNumber) -> PageExtent? {
        let unitPages = geometry.unitPages
        let index = page.rawValue / unitPages
        let end = PageNumber((index + 1) * unitPages)
        return state.withLock { contents in
            let isBad = contents.bad.contains(geometry.block(of: page))
            guard let unit = contents.units[index] else {
                return PageExtent(pages: page..<end, state: isBad ? .bad : .erased, content: .filled(0xFF))
            }
            guard unit.bytes == nil else { return nil }
            return PageExtent(pages: page..<end, state: isBad ? .bad : unit.state, content: .absent)
        }
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let unitPages = geometry.unitPages
        let index = range.lowerBound.rawValue / unitPages
        let unit = PageRange(from: PageNumber(index * unitPages), count: unitPages)
        let part = range.clamped(to: unit)
        let (own, isBad) = state.withLock { ($0.units[index], $0.bad.contains(geometry.block(of: range.lowerBound))) }
        guard let bytes = own?.bytes else {
            buffer.fill(part, with: 0xFF, state: isBad ? .bad : own?.state ?? .erased)
            return part
        }
        buffer.pages = part
        let skipped = part.lowerBound.rawValue - unit.lowerBound.rawValue
        let data = skipped * geometry.pageSize
        let oob = unitPages * geometry.pageSize + skipped * geometry.oobSize
        buffer.data(of: part).copyBytes(from: bytes[data..<(data + part.count * geometry.pageSize)])
        buffer.oob(of: part).copyBytes(from: bytes[oob..<(oob + part.count * geometry.oobSize)])
        buffer.classifyByContent()
        if own?.state == .unreadable { buffer.setState(.unreadable, of: part) }
        if isBad { buffer.setBad(part) }
        return part
    }

    public func isBad(_ block: BlockNumber) throws -> Bool {
        try checkBlock(block)
        return state.withLock { $0.bad.contains(block) }
    }

    public func program(_ page: PageNumber, data: [UInt8]?, oob: [UInt8]?) throws {
        try checkRange(PageRange(from: page, count: 1))
        for (bytes, size, what) in [(data, geometry.pageSize, "data"), (oob, geometry.oobSize, "OOB")] {
            if let bytes, bytes.count != size {
                throw FlashError(
                    .wrongLength, "\(bytes.count) bytes of \(what), a page has \(size)", page: page, in: geometry)
            }
        }
        let unitPages = geometry.unitPages
        let index = page.rawValue / unitPages
        let place = page.rawValue % unitPages
        state.withLock { contents in
            let blank = [UInt8](repeating: 0xFF, count: geometry.rawPageSize * unitPages)
            var bytes = contents.units[index]?.bytes ?? blank
            for (i, byte) in (data ?? []).enumerated() { bytes[place * geometry.pageSize + i] &= byte }
            let oobStart = unitPages * geometry.pageSize + place * geometry.oobSize
            for (i, byte) in (oob ?? []).enumerated() { bytes[oobStart + i] &= byte }
            contents.units[index] = Unit(state: .programmed, bytes: bytes)
        }
    }

    public func erase(_ block: BlockNumber) throws {
        guard try !isBad(block) else { throw FlashError(.badBlock, "is bad and cannot be erased", block: block) }
        let unitPages = geometry.unitPages
        let first = geometry.firstPage(of: block).rawValue / unitPages
        state.withLock { contents in
            for index in first..<(first + geometry.pagesPerBlock / unitPages) { contents.units[index] = nil }
        }
    }

    public func markBad(_ block: BlockNumber) throws {
        try checkBlock(block)
        state.withLock { $0.bad.insert(block) }
    }

    public func sync() throws {}
}
