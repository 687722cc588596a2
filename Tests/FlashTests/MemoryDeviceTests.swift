// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import TestKit
import Testing

@Suite("The chip in memory")
struct MemoryDeviceTests {
    @Test("reads the same in every way", arguments: 0..<10)
    func conforms(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let geometry = try RandomChip.geometry(&random, maxBytes: 1 << 17)
        try Conformance.check(source: try RandomChip.device(geometry, &random))
    }

    @Test("programs and erases as a chip does", arguments: ["512+16x8x6", "nor:4Kx4", "nor:24x5", "16x4x4"])
    func operations(shape: String) throws {
        let spec = try GeometrySpec(parsing: shape)
        var random = SeededGenerator(seed: 7)
        let geometry = try spec.geometry(blockCount: spec.blockCount ?? 1)
        try Conformance.check(device: MemoryDevice(geometry: geometry), steps: 300, &random)
    }

    @Test("an erased chip is one extent")
    func blank() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 32768)
        var extents = try ExtentSequence(BlankSource(geometry: geometry))
        let first = try #require(try extents.next())
        #expect(first == PageExtent(pages: geometry.allPages, state: .erased, content: .filled(0xFF)))
        #expect(try extents.next() == nil)
    }
}
