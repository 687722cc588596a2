// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatOOBPair
import TestKit
import Testing

@Suite("oob-pair")
struct OOBPairFormatTests {
    private let format = OOBPairFormat()

    /// A real dump taken apart by hand.
    private func pair() throws -> (data: [UInt8], oob: [UInt8]) {
        let raw = try FormatTesting.fixture("dumps/jffs2-512x16.bin.gz")
        let pages = stride(from: 0, to: raw.count, by: 528)
        return (pages.flatMap { raw[$0..<($0 + 512)] }, pages.flatMap { raw[($0 + 512)..<($0 + 528)] })
    }

    @Test("two files are read as one chip and written as the same two files")
    func identity() throws {
        let (data, oob) = try pair()
        let image = try FormatTesting.open(data, as: format, "oobfile=x", geometry: "512+16x32", companion: oob)
        #expect(try (0..<28).filter { try image.isBad(BlockNumber($0)) } == [8])
        let written = try FormatTesting.write(image, as: format, "oobfile=x")
        #expect(written.main == data && written.companion == oob)
        try Conformance.check(source: image)
    }

    @Test("pages that only one of the files holds are unreadable", arguments: [true, false])
    func uneven(dataIsShort: Bool) throws {
        let (data, oob) = try pair()
        let image = try FormatTesting.open(
            dataIsShort ? Array(data.prefix(512 * 10 + 100)) : data, as: format, "oobfile=x,bbm=none",
            geometry: "512+16x32", companion: dataIsShort ? oob : Array(oob.prefix(16 * 10 + 3)))
        let states = try Snapshot(image).pages.map(\.state)
        #expect(states.prefix(10).allSatisfy { $0 == .programmed })
        #expect(states.dropFirst(10).allSatisfy { $0 == .unreadable })
        #expect(!image.findings.isEmpty)
        try Conformance.check(source: image)
    }

    @Test("both files have to be named, and a geometry with OOB")
    func refused() throws {
        let (data, oob) = try pair()
        #expect(throws: UsageError.self) {
            try FormatTesting.open(data, as: format, geometry: "512+16x32", companion: oob)
        }
        #expect(throws: UsageError.self) { try FormatTesting.open(data, as: format, "oobfile=x", companion: oob) }
        #expect(throws: UsageError.self) {
            try FormatTesting.open(data, as: format, "oobfile=x", geometry: "512x32", companion: oob)
        }
    }
}
