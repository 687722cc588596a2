// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import TestKit
import Testing

@Suite("Transforms in a chain")
struct TransformChainTests {
    @Test(
        "an image is opened through one, and the chain says so",
        arguments: ["swap16", "swap32", "swap4", "bitrev", "invert"])
    func chain(_ name: String) throws {
        let plain = try FormatTesting.fixture("transform/plain.bin")
        let file = try TemporaryFile(try FormatTesting.fixture("transform/\(name).bin"))
        let opened = try ImageOpener(registry: museimgFormats).open(
            ImageSpec(formats: [], path: file.path), geometry: nil)
        #expect(opened.chain.map(\.format) == [name, "raw"])
        let all = opened.image.geometry.allPages
        let buffer = PageBuffer(geometry: opened.image.geometry, capacity: all.count)
        try opened.image.readAll(all, into: buffer, using: PageBuffer(geometry: opened.image.geometry))
        #expect([UInt8](buffer.data(of: all)).prefix(512).elementsEqual(plain))
    }
}
