// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import MTD
import PageLayout
import TestKit
import Testing

@Suite("The numbers of an MTD")
struct MTDShapeTests {
    /// What sysfs and ECCGETLAYOUT of Linux 6.1 say of nandsim with this geometry and software ECC.
    struct Kernel: Sendable {
        var layout: String
        var geometry: String
        var free: [Range<Int>]
        var parity: [Range<Int>]
        var strength: Int
        var step: Int
        var threshold: Int
        var subpage: Int
    }

    static let kernels = [
        Kernel(
            layout: "linux-bch4", geometry: "2048+64x64x1024", free: [2..<36], parity: [36..<64], strength: 4,
            step: 512,
            threshold: 3, subpage: 512),
        Kernel(
            layout: "linux-hamming", geometry: "2048+64x64x1024", free: [2..<40], parity: [40..<64], strength: 1,
            step: 256, threshold: 1, subpage: 512),
        Kernel(
            layout: "linux-hamming-small", geometry: "512+16x32x2048", free: [8..<16], parity: [0..<4, 6..<8],
            strength: 1, step: 256, threshold: 1, subpage: 256),
    ]

    @Test("are the kernel's own", arguments: kernels)
    func kernel(_ own: Kernel) throws {
        let geometry = try Chip.geometry(own.geometry)
        let shape = try MTDShape(geometry, plan: try Chip.plan(own.layout, geometry), isWritable: true)
        #expect(shape.kind == .nand && shape.size == geometry.dataSize && shape.eraseSize == geometry.blockSize)
        #expect(shape.oobFree == own.free && shape.oobParity == own.parity)
        #expect(shape.oobAvailable == own.free[0].count)
        #expect(shape.eccStrength == own.strength && shape.eccStepSize == own.step)
        #expect(shape.bitflipThreshold == own.threshold)
        #expect(shape.writeSize >> shape.subpageShift == own.subpage)
    }

    @Test("NOR is written byte by byte")
    func nor() throws {
        let shape = try MTDShape(try Chip.geometry("nor:64Kx8"), plan: nil, isWritable: true)
        #expect(shape.kind == .nor && shape.writeSize == 1 && shape.eraseSize == 65536 && shape.oobSize == 0)
        #expect(shape.eccStrength == 0 && shape.subpageShift == 0 && shape.oobFree.isEmpty)
    }

    @Test("a chip without a whole block, or with as much OOB as data, is refused")
    func refused() throws {
        for (page, oob, blocks) in [(2048, 64, 0), (512, 512, 4)] {
            let geometry = try Geometry(pageSize: page, oobSize: oob, pagesPerBlock: 8, blockCount: blocks)
            #expect(throws: FlashError(.unsupported, "")) {
                try MTDShape(geometry, plan: nil, isWritable: false)
            }
        }
    }

    @Test("every layout of the catalogue fits an MTD, and its free bytes and its parity are apart")
    func catalogue() throws {
        for template in try LayoutCatalogue.embedded().templates {
            for shape in template.shapes {
                let layout = try template.layout(for: shape)
                let geometry = try Geometry(
                    pageSize: layout.pageSize, oobSize: layout.oobSize, pagesPerBlock: 64, blockCount: 4)
                let plan = try LayoutPlan(try LayoutCodec(layout), geometry: geometry)
                let shape = try MTDShape(geometry, plan: plan, isWritable: true)
                let bytes = (shape.oobFree + shape.oobParity).flatMap { Array($0) }
                #expect(Set(bytes).count == bytes.count, "\(layout.name)")
                #expect(bytes.allSatisfy { $0 < layout.oobSize }, "\(layout.name)")
            }
        }
    }
}

/// Chips for tests.
enum Chip {
    static func geometry(_ text: String) throws -> Geometry {
        let spec = try GeometrySpec(parsing: text)
        return try spec.geometry(blockCount: spec.blockCount ?? 8)
    }

    static func plan(_ name: String, _ geometry: Geometry) throws -> LayoutPlan {
        let layout = try LayoutSpec(parsing: name).layout(
            for: .init(pageSize: geometry.pageSize, oobSize: geometry.oobSize), catalogue: .embedded(holding: [name]))
        return try LayoutPlan(try LayoutCodec(layout), geometry: geometry)
    }
}

extension SyntheticDump {
    /// The chip that was dumped.
    func device() -> MemoryDevice {
        let device = MemoryDevice(geometry: geometry)
        for page in geometry.allPages {
            let raw = Array(bytes[(page.rawValue * geometry.rawPageSize)...].prefix(geometry.rawPageSize))
            device.set(unitAt: page, state: raw.allSatisfy { $0 == 0xFF } ? .erased : .programmed, bytes: raw)
        }
        return device
    }
}
