// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import MTD
import PageLayout
import Synchronization
import TestKit

/// A chip in memory that counts erases, with the MTD over it.
final class TestChip: FlashDevice {
    let store: BlockStore
    let plan: LayoutPlan?
    private let erased = Mutex(0)
    var erases: Int { erased.withLock { $0 } }
    var geometry: Geometry { store.geometry }

    init(_ geometry: Geometry, layout: String?) throws {
        plan = try layout.map { name in
            let layout = try LayoutSpec(parsing: name).layout(
                for: .init(pageSize: geometry.pageSize, oobSize: geometry.oobSize),
                catalogue: .embedded(holding: [name]))
            return try LayoutPlan(try LayoutCodec(layout), geometry: geometry)
        }
        store = BlockStore(base: MemoryDevice(geometry: geometry), marker: plan?.marker ?? .standard(for: geometry))
    }

    func device(isWritable: Bool = true) throws -> MTDDevice {
        MTDDevice(self, plan: plan, shape: try MTDShape(geometry, plan: plan, isWritable: isWritable))
    }

    /// Programs data at a data offset, with parity.
    func program(_ bytes: [UInt8], at offset: Int) throws {
        let device = try device()
        let room = MTDRoom(for: device, capacity: geometry.blockSize)
        try bytes.withUnsafeBytes { try device.program(at: offset, $0, mode: .corrected, room) }
    }

    /// All data after correction, and the most bits that were wrong in a step.
    func data() throws -> (bytes: [UInt8], bitflips: Int, isUncorrectable: Bool) {
        let device = try device()
        let room = MTDRoom(for: device, capacity: geometry.dataSize)
        let read = try device.read(at: 0, count: geometry.dataSize, mode: .corrected, room)
        return (Array(read.bytes), read.bitflips, read.isUncorrectable)
    }

    /// A raw page.
    func raw(_ page: Int) throws -> [UInt8] {
        let buffer = PageBuffer(geometry: geometry, capacity: geometry.unitPages)
        let piece = PageBuffer(geometry: geometry, capacity: geometry.unitPages)
        let pages = PageRange(from: PageNumber(page), count: 1)
        try readAll(pages, into: buffer, using: piece)
        return Array(buffer.data(of: pages)) + Array(buffer.oob(of: pages))
    }

    /// Makes bits of a raw page 0: errors that a chip may have.
    func clear(_ bits: [Int], of page: Int) throws {
        var mask = [UInt8](repeating: 0xFF, count: geometry.rawPageSize)
        for bit in bits { mask[bit / 8] &= ~(1 << UInt8(bit % 8)) }
        try mask.withUnsafeBytes { try store.program(PageRange(from: PageNumber(page), count: 1), bits: $0) }
    }

    /// Bits of a raw page that are 1, from byte `byte` on.
    func ones(of page: Int, from byte: Int, count: Int) throws -> [Int] {
        let raw = try raw(page)
        return Array((byte * 8..<raw.count * 8).lazy.filter { raw[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }.prefix(count))
    }

    func knownExtent(at page: PageNumber) -> PageExtent? { store.knownExtent(at: page) }
    func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange { try store.read(range, into: buffer) }
    func isBad(_ block: BlockNumber) throws -> Bool { try store.isBad(block) }
    func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws { try store.program(pages, bits: bits) }
    func markBad(_ block: BlockNumber) throws { try store.markBad(block) }
    func sync() throws { try store.sync() }
    func erase(_ block: BlockNumber) throws {
        erased.withLock { $0 += 1 }
        try store.erase(block)
    }
}
