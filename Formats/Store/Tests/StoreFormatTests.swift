// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatStore
import TestKit
import Testing

@Suite("store")
struct StoreFormatTests {
    private let format = StoreFormat()

    @Test("a store of version 1.0 opens at each of its points")
    func fixture() throws {
        let bytes = try FormatTesting.fixture("store/small.muse")
        let image = try FormatTesting.open(bytes, as: format)
        #expect(image.geometry == (try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 8, blockCount: 6)))
        try Conformance.check(source: image)
        let base = try FormatTesting.open(bytes, as: format, "at=0")
        let marked = try FormatTesting.open(bytes, as: format, "at=before")
        #expect(try Snapshot(base) == Snapshot(marked))
        #expect(try Snapshot(base) != Snapshot(image))
        #expect(image.writtenAs?.name == "raw-oob")
    }

    @Test("is known by its first bytes, and by no others")
    func probing() throws {
        let bytes = try FormatTesting.fixture("store/small.muse")
        #expect(try format.probe(ProbeInput(MemorySource(bytes)))?.confidence == .certain)
        var other = bytes
        other[0] = 0x88
        #expect(try format.probe(ProbeInput(MemorySource(other))) == nil)
    }

    @Test("takes a point behind its path, unless a file has all of it as its name")
    func points() {
        #expect(format.point(in: "a/b.muse@142")?.path == "a/b.muse")
        #expect(format.point(in: "a/b.muse@142")?.option == FormatSpec.Option(key: "at", value: "142"))
        #expect(format.point(in: "me@home/b.muse") == nil)
        #expect(format.point(in: "b.muse@") == nil)
        #expect(format.point(in: "@b") == nil)
    }
}
