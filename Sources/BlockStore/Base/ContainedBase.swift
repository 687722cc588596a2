// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CZlib
import Flash
import FormatKit
import Synchronization

/// The chip that a store holds itself: its pages, compressed block by block.
final class ContainedBase: PageSource {
    let geometry: Geometry
    private let file: any JournalFile
    private let seed: UInt32
    /// Where the journal begins.
    private let end: Int
    private let offsets: [BlockNumber: Int]
    /// Blocks that were expanded last.
    private let recent = Mutex<[(BlockNumber, Block)]>([])

    private struct Block: Sendable {
        var isBad: Bool
        var units: [BaseUnit]
        /// Where the bytes of each unit begin; of those without, where they would.
        var starts: [Int]
        var bytes: [UInt8]
    }

    /// - Throws: ``FormatError`` with the offset.
    init(_ file: any JournalFile, header: StoreHeader, index: Int) throws {
        self.file = file
        geometry = header.geometry
        seed = header.seed
        end = header.description.journal
        let walker = RecordWalker(file, seed: seed, from: index, end: end)
        guard index >= header.size, case .record(let record, let payload) = try walker.next(), record.kind == .baseIndex
        else { throw FormatError(.badChecksum, name: file.name, at: index, "the index of the base is not here") }
        var reader = ByteReader(Array(payload), base: index + Record.headerSize, name: file.name)
        var offsets: [BlockNumber: Int] = [:]
        while reader.remaining > 0 {
            let place = reader.offset
            let block = try reader.little(UInt64.self, "a block of the base")
            let offset = try reader.little(UInt64.self, "where it is")
            guard let block = Int(exactly: block), block < geometry.blockCount, let offset = Int(exactly: offset),
                offset >= header.size, offset < index
            else { throw FormatError(.badValue, name: file.name, at: place, "the base's block \(block) is none") }
            offsets[BlockNumber(block)] = offset
        }
        self.offsets = offsets
    }

    func knownExtent(at page: PageNumber) -> PageExtent? {
        let number = geometry.block(of: page)
        let end = geometry.pages(of: number).upperBound
        guard offsets[number] != nil else {
            return PageExtent(pages: page..<end, state: .erased, content: .filled(0xFF))
        }
        // What cannot be read is told by reading it.
        guard let block = try? block(number) else { return nil }
        let unit = block.units[geometry.unitIndex(of: page)]
        guard let state = unit.stateWithoutBytes else { return nil }
        let next = geometry.unit(of: page).upperBound
        return PageExtent(
            pages: page..<next, state: block.isBad && state != .unreadable ? .bad : state,
            content: unit == .erased ? .filled(0xFF) : .absent)
    }

    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let number = geometry.block(of: range.lowerBound)
        let part = range.clamped(to: geometry.unit(of: range.lowerBound))
        guard offsets[number] != nil else {
            buffer.fill(part, with: 0xFF, state: .erased)
            return part
        }
        let block = try block(number)
        let index = geometry.unitIndex(of: part.lowerBound)
        let unit = block.units[index]
        if unit.holdsBytes {
            fill(buffer, part, from: block, index)
            if unit == .unreadable { buffer.setState(.unreadable, of: part) }
            if unit == .uncorrectable { buffer.setState(.uncorrectable, of: part) }
        } else {
            buffer.fill(part, with: 0xFF, state: unit.stateWithoutBytes ?? .erased)
        }
        if block.isBad { buffer.setBad(part) }
        return part
    }

    private func fill(_ buffer: PageBuffer, _ part: PageRange, from block: Block, _ index: Int) {
        buffer.pages = part
        let size = geometry.rawPageSize
        for page in part {
            let start = block.starts[index] + page.rawValue % geometry.unitPages * size
            let one = PageRange(from: page, count: 1)
            buffer.data(of: one).copyBytes(from: block.bytes[start..<(start + geometry.pageSize)])
            buffer.oob(of: one).copyBytes(from: block.bytes[(start + geometry.pageSize)..<(start + size)])
        }
        buffer.classifyByContent()
    }

    func isBad(_ block: BlockNumber) throws -> Bool {
        try checkBlock(block)
        return offsets[block] == nil ? false : try self.block(block).isBad
    }

    private func block(_ number: BlockNumber) throws -> Block {
        if let known = recent.withLock({ $0.first { $0.0 == number } }) { return known.1 }
        let block = try expand(number, at: offsets[number] ?? 0)
        recent.withLock { recent in
            if recent.count >= 4 { recent.removeLast() }
            recent.insert((number, block), at: 0)
        }
        return block
    }

    private func expand(_ number: BlockNumber, at offset: Int) throws -> Block {
        func damaged(_ what: String) -> FormatError {
            FormatError(.badChecksum, name: file.name, at: offset, "block \(number.rawValue) of the base \(what)")
        }
        let walker = RecordWalker(file, seed: seed, from: offset, end: end)
        guard case .record(let record, let payload) = try walker.next(), record.kind == .baseBlock,
            record.address == number.rawValue, payload.count >= 8
        else { throw damaged("is not here, or its checksum is wrong") }
        let count = geometry.pagesPerBlock / geometry.unitPages
        guard let size = Int(exactly: payload.little(at: 0)), size >= count, size <= count + geometry.rawBlockSize
        else {
            throw damaged("has an impossible size")
        }
        var bytes = [UInt8](repeating: 0, count: size)
        var length = uLong(size)
        let packed = Array(payload[8...])
        guard uncompress(&bytes, &length, packed, uLong(packed.count)) == Z_OK, length == size else {
            throw damaged("does not expand to \(size) bytes")
        }
        let units = bytes[..<count].compactMap { BaseUnit(rawValue: $0) }
        var (next, starts) = (count, [Int]())
        for unit in units {
            starts.append(next)
            if unit.holdsBytes { next += geometry.rawPageSize * geometry.unitPages }
        }
        guard units.count == count, next == size else { throw damaged("says what is not so of its pages") }
        return Block(isBad: record.flags.contains(.bad), units: units, starts: starts, bytes: bytes)
    }
}
