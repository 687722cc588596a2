// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash
import PageLayout
import TestKit

/// A chip whose every wrong bit is known: pages of random data, encoded by a layout, and then damaged.
final class PlantedChip {
    let geometry: Geometry
    let codec: LayoutCodec
    /// Raw pages as they were programmed.
    private(set) var pages: [[UInt8]]
    private(set) var erased: Set<Int> = []
    private(set) var bad = BlockSet()
    var random: SeededGenerator

    init(_ name: String, _ geometry: String, seed: UInt64 = 1) throws {
        let shape = try GeometrySpec(parsing: geometry)
        let chip = try Geometry(
            pageSize: shape.pageSize, oobSize: shape.oobSize, pagesPerBlock: shape.pagesPerBlock,
            blockCount: shape.blockCount ?? 4)
        self.geometry = chip
        let layout = try LayoutSpec(parsing: name).layout(
            for: .init(pageSize: chip.pageSize, oobSize: chip.oobSize), catalogue: .embedded())
        codec = try LayoutCodec(layout)
        random = SeededGenerator(seed: seed)
        pages = []
        let workspace = LayoutCodec.Workspace(for: codec)
        for _ in 0..<chip.pageCount {
            var page = random.bytes(chip.rawPageSize)
            if let marker = layout.marker { for byte in marker.range.bytes { page[byte] = 0xFF } }
            page.withUnsafeMutableBytes { raw in
                guard let raw = raw.baseAddress else { return }
                codec.encode(raw, workspace, setsPads: true) { _ in .encode }
                codec.scramble(raw, pageInBlock: pages.count % chip.pagesPerBlock)
            }
            pages.append(page)
        }
    }

    var plan: LayoutPlan { get throws { try LayoutPlan(codec, geometry: geometry) } }

    func erase(_ page: Int) {
        erased.insert(page)
        pages[page] = [UInt8](repeating: 0xFF, count: geometry.rawPageSize)
    }

    func markBad(_ block: Int) { bad.insert(BlockNumber(block)) }

    func write(_ page: Int, data: [UInt8], oob: [Int: [UInt8]] = [:]) {
        pages[page].replaceSubrange(0..<data.count, with: data)
        for (at, bytes) in oob {
            pages[page].replaceSubrange(geometry.pageSize + at..<geometry.pageSize + at + bytes.count, with: bytes)
        }
    }

    /// Makes a page's parity fit again.
    func encode(_ page: Int) {
        let workspace = LayoutCodec.Workspace(for: codec)
        pages[page].withUnsafeMutableBytes { raw in
            guard let raw = raw.baseAddress else { return }
            codec.encode(raw, workspace, setsPads: true) { _ in .encode }
        }
    }

    /// Turns `count` bits of a step, each another one.
    func flip(_ page: Int, step: Int, count: Int, in copy: inout [[UInt8]]) {
        let layout = codec.layout
        let ranges = layout.steps[step].message.compactMap(\.range) + layout.steps[step].parity
        let bits = ranges.flatMap { $0.start..<$0.end }.shuffled(using: &random).prefix(count)
        for bit in bits { copy[page][bit / 8] ^= layout.order.mask(bit) }
    }

    /// A dump of these pages.
    func dump(_ pages: [[UInt8]]? = nil, missing: Set<Int> = [], unreadable: Set<Int> = []) throws -> MemoryDevice {
        let device = MemoryDevice(geometry: geometry)
        for (i, page) in (pages ?? self.pages).enumerated() {
            if missing.contains(i) {
                device.set(unitAt: PageNumber(i), state: .missing, bytes: nil)
            } else if unreadable.contains(i) {
                device.set(unitAt: PageNumber(i), state: .unreadable, bytes: page)
            } else if page.contains(where: { $0 != 0xFF }) {
                device.set(unitAt: PageNumber(i), state: .programmed, bytes: page)
            }
        }
        for run in bad.runs { for block in run { try device.markBad(block) } }
        return device
    }
}

extension PageSource {
    /// Every raw page.
    func rawPages() throws -> [[UInt8]] {
        let buffer = PageBuffer(geometry: geometry, capacity: 1)
        let piece = PageBuffer(geometry: geometry, capacity: 1)
        return try geometry.allPages.map { page in
            try readAll(PageRange(from: page, count: 1), into: buffer, using: piece)
            return Array(buffer.rawPagesInPlace())
        }
    }
}
