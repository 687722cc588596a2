// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import ECC
import Flash
import PageLayout
import TestKit
import Testing

/// Eight pages in two blocks through one layout: full ones, ones whose second half was never programmed, erased ones.
struct LayoutChip {
    let plan: LayoutPlan
    let layout: PageLayout
    /// Data and arranged OOB of each page; nil where it is erased.
    let pages: [(data: [UInt8], oob: [UInt8])?]
    private let codec: LayoutCodec

    /// Pages whose second half is blank, and so is their OOB.
    static let halves = [1, 5]

    static func plan(_ name: String, pageSize: Int) throws -> LayoutPlan {
        let template = try #require(try LayoutCatalogue.embedded().template(named: name))
        let shape = try #require(template.shapes.filter { $0.pageSize == pageSize }.min())
        let geometry = try Geometry(
            pageSize: pageSize, oobSize: shape.oobSize, pagesPerBlock: 4, blockCount: 2)
        return try LayoutPlan(try LayoutCodec(try template.layout(for: shape)), geometry: geometry)
    }

    init(_ name: String, pageSize: Int, _ random: inout SeededGenerator) throws {
        plan = try Self.plan(name, pageSize: pageSize)
        codec = try #require(plan.codecs.first)
        let layout = codec.layout
        self.layout = layout
        pages = (0..<8).map { number in
            guard ![3, 6, 7].contains(number) else { return nil }
            var data = random.bytes(layout.pageSize)
            var oob = [UInt8](repeating: 0xFF, count: layout.oobSize)
            if Self.halves.contains(number) {
                for i in layout.pageSize / 2..<layout.pageSize { data[i] = 0xFF }
            } else {
                for byte in Self.freeBytes(layout) { oob[byte] = UInt8.random(in: 0...255, using: &random) }
            }
            return (data, oob)
        }
    }

    /// Bytes of arranged OOB that a layout leaves free, in the order in which they are moved.
    static func freeBytes(_ layout: PageLayout) -> [Int] {
        layout.fields.filter { $0.kind == .free && $0.range.isWholeBytes }.flatMap { field in
            field.range.bytes.compactMap { byte in
                if case .oob(let place, _) = layout.place(ofByte: byte, bit: 0) { place } else { nil }
            }
        }
    }

    /// A device that holds these pages.
    static func device(_ pages: [[UInt8]?], _ geometry: Geometry) -> MemoryDevice {
        let device = MemoryDevice(geometry: geometry)
        for (number, bytes) in pages.enumerated() {
            if let bytes { device.set(unitAt: PageNumber(number), state: .programmed, bytes: bytes) }
        }
        return device
    }

    /// Raw pages as the chip holds them; nil where erased.
    func raw() throws -> [[UInt8]?] {
        let plain = Self.device(pages.map { $0.map { $0.data + $0.oob } }, plan.geometry)
        return try Self.rawPages(EncodedSource(plain, origin: .plain, target: plan))
    }

    static func rawPages(_ source: any PageSource) throws -> [[UInt8]?] {
        try Snapshot(source).pages.map { $0.state == .erased ? nil : $0.data + $0.oob }
    }

    /// Flips up to the code's strength of bits in every step.
    ///
    /// - Returns: how many bits.
    func wear(_ raw: inout [[UInt8]?], _ random: inout SeededGenerator) -> Int {
        var count = 0
        for number in raw.indices where raw[number] != nil {
            for step in layout.steps {
                let flips = Int.random(in: 0...layout.code.strength, using: &random)
                flip(&raw[number], step, flips, &random)
                count += flips
            }
        }
        return count
    }

    /// Flips so many different bits of a step's message and parity.
    func flip(_ page: inout [UInt8]?, _ step: LayoutStep, _ flips: Int, _ random: inout SeededGenerator) {
        let ranges = step.message.compactMap(\.range) + step.parity
        var bits: Set<Int> = []
        while bits.count < flips {
            var k = Int.random(in: 0..<ranges.bitCount, using: &random)
            for range in ranges {
                if k < range.count {
                    bits.insert(range.start + k)
                    break
                }
                k -= range.count
            }
        }
        for bit in bits { page?[bit / 8] ^= layout.order.mask(bit) }
    }

    /// The bytes of a page's data that each step holds.
    static func dataRanges(_ layout: PageLayout) -> [Range<Int>] {
        var next = 0
        return layout.steps.map { step in
            defer { next += step.dataBits }
            return next / 8..<(next + step.dataBits + 7) / 8
        }
    }

    /// The bytes of a page's data that a step protects.
    func dataBytes(of step: LayoutStep) -> Set<Int> {
        Set(
            step.message.compactMap(\.range).flatMap(\.bytes).compactMap { byte in
                if case .data(let place, _) = layout.place(ofByte: byte, bit: 0) { place } else { nil }
            })
    }

    /// Data alone, erased pages as 0xFF.
    var data: [[UInt8]] { pages.map { $0?.data ?? [UInt8](repeating: 0xFF, count: layout.pageSize) } }
}
