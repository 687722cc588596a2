// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Foundation
import PageLayout
import Testing

@Suite("LAYOUT on the command line")
struct LayoutSpecTests {
    private let large = LayoutTemplate.Shape(pageSize: 2048, oobSize: 64)

    private func layout(_ text: String) throws -> PageLayout {
        try LayoutSpec(parsing: text).layout(for: large, catalogue: LayoutCatalogue.embedded())
    }

    private func message(_ text: String) -> String {
        do {
            _ = try layout(text)
            return "no error"
        } catch {
            return (error as? LayoutError)?.message ?? "\(error)"
        }
    }

    @Test("none is data, then OOB, and no code")
    func none() throws {
        let none = try layout("none")
        #expect(none.isContiguous && none.code == .none && none.steps.isEmpty)
    }

    @Test("a name of the catalogue, and the nearest one to a name that it does not have")
    func named() throws {
        #expect(try layout("linux-bch4").name == "linux-bch4")
        #expect(
            message("linux-bhc4") == "layout linux-bhc4: the catalogue has no such layout (did you mean 'linux-bch4'?)")
        #expect(message("quux-zot-999") == "layout quux-zot-999: the catalogue has no such layout")
    }

    @Test("an inline code is the layout of the catalogue that says the same")
    func inline() throws {
        let known = try layout("linux-bch4")
        let inline = try layout("bch:t=4,step=512,bytes=7,at=36,poly=0x201b,mask=erased")
        #expect(inline.code == known.code && inline.data == known.data && inline.marker == known.marker)
        #expect(inline.steps.map(\.message) == known.steps.map(\.message))
        #expect(inline.steps.map(\.parity) == known.steps.map(\.parity))
        let other = try layout("bch:t=8,step=1K,bytes=14,at=2,poly=0x5803,order=lsb,invert=both")
        #expect(
            other.code
                == .bch(
                    BCHParameters(m: 14, polynomial: 0x5803, strength: 8),
                    BCHForm(order: .lsb, invertsMessage: true, invertsParity: true)))
        #expect(other.order == .lsb && other.steps[1].parity == [BitRange(byte: 2064, bytes: 14)])
    }

    @Test(
        "an inline code that cannot be",
        arguments: [
            ("bch:t=8", "poly: is missing"),
            ("bch:t=8,step=512,bytes=13,at=12,poly=0x201b,zip=1", "'zip=1': expected KEY=VALUE with one of "),
            ("bch:t=8,t=8", "t: is given twice"),
            ("bch:t=x,step=512,bytes=13,at=12,poly=0x201b", "t: 'x', expected a number up to 65536"),
            ("bch:t=8,step=512,bytes=13,at=12,poly=0x201b,order=up", "order: 'up', expected one of msb, lsb, nibble"),
            ("bch:t=8,step=500,bytes=13,at=12,poly=0x201b", "step: 500 bytes do not divide a page of 2048"),
            ("bch:t=8,step=0,bytes=13,at=12,poly=0x201b", "step: 0 bytes do not divide a page of 2048"),
            ("bch:t=8,step=512,bytes=13,at=13,poly=0x201b", "lies outside of the raw page of 2048+64 bytes"),
            ("bch:t=8,step=512,bytes=12,at=2,poly=0x201b", "overlaps"),
            ("bch:t=8,step=512,bytes=13,at=12,poly=0x2", "m=1"),
            ("bch:t=8,step=512,bytes=13,at=12,poly=0", "m=0"),
            ("bch:t=0,step=512,bytes=13,at=12,poly=0x201b", "t=0"),
            ("bch:t=8,step=2048,bytes=13,at=12,poly=0x201b", "in a field of 8191"),
            ("bch:t=8,step=1,bytes=0,at=12,poly=0x201b", "257 steps"),
        ])
    func refused(text: String, expected: String) {
        #expect(message(text).hasPrefix("layout \(text): ") && message(text).contains(expected), "\(message(text))")
    }

    @Test("a file of the user's, and what is said of one that cannot be read")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("chip.toml")
        let text = try #require(LayoutCatalogue.embeddedFiles.first { $0.name == "linux-bch4" }).text
        try Data(text.utf8).write(to: file)
        #expect(try layout(file.path).code == layout("linux-bch4").code)
        try Data([0x61, 0xFF, 0xFE]).write(to: file)
        #expect(message(file.path) == "layout \(file.path): is not UTF-8")
        try Data(repeating: 0x20, count: (1 << 20) + 1).write(to: file)
        #expect(message(file.path) == "layout \(file.path): more than 1048576 bytes")
        #expect(message(folder.path) == "layout \(folder.path): cannot be read: Is a directory")
        #expect(message("./none.toml") == "layout ./none.toml: cannot be read: No such file or directory")
    }
}
