// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRaw
import TestKit
import Testing

@Suite("raw")
struct RawFormatTests {
    private let format = RawFormat()

    @Test("without a geometry a file is NOR in blocks of 64 KiB, and says that this is assumed")
    func assumed() throws {
        let bytes = try FormatTesting.fixture("archive/small.bin")
        let image = try FormatTesting.open(bytes, as: format)
        #expect(image.geometry.isNOR && image.geometry.blockCount == 1)
        guard case .assumed = image.geometryOrigin else {
            Issue.record("\(image.geometryOrigin)")
            return
        }
        try Conformance.check(source: image)
        let snapshot = try Snapshot(image)
        #expect(snapshot.pages.prefix(bytes.count).flatMap(\.data) == bytes)
        #expect(snapshot.pages.dropFirst(bytes.count).allSatisfy { $0.state == .missing })
    }

    @Test("an OOB size in the geometry is the chip's, not the file's")
    func chipOOB() throws {
        let image = try FormatTesting.open([UInt8](repeating: 0, count: 4096), as: format, geometry: "2048+64x64")
        #expect(image.geometry.oobSize == 0 && image.chipOOBSize == 64)
        #expect(image.geometry.blockCount == 1)
    }

    @Test("what is written is what was read")
    func identity() throws {
        let bytes = try FormatTesting.fixture("dumps/jffs2-512x16.bin.gz")
        let image = try FormatTesting.open(bytes, as: format, geometry: "512x32")
        #expect(try FormatTesting.write(image, as: format).main == bytes)
    }

    @Test("listed blocks are bad, and keep their bytes")
    func bad() throws {
        let image = try FormatTesting.open(
            [UInt8](repeating: 7, count: 8 * 512 * 4), as: format, "bad=1,5..6", geometry: "512x4")
        #expect(try (0..<8).filter { try image.isBad(BlockNumber($0)) } == [1, 5, 6])
        #expect(try Snapshot(image).pages.allSatisfy(\.isHeld))
        try Conformance.check(source: image)
    }

    @Test("holes=missing cannot be written")
    func missingHoles() throws {
        let blank = BlankSource(geometry: try Geometry(pageSize: 512, oobSize: 0, pagesPerBlock: 4, blockCount: 1))
        #expect(throws: UsageError.self) { try FormatTesting.write(blank, as: format, "holes=missing") }
    }
}
