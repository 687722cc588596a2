// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRawOOB
import TestKit
import Testing

@Suite("raw-oob")
struct RawOOBFormatTests {
    private let format = RawOOBFormat()

    @Test("a real dump of 512+16: the bad block is found by its mark")
    func smallPages() throws {
        let bytes = try FormatTesting.fixture("dumps/jffs2-512x16.bin.gz")
        let image = try FormatTesting.open(bytes, as: format, geometry: "512+16x32")
        #expect(image.geometry.blockCount == 28)
        #expect(try (0..<28).filter { try image.isBad(BlockNumber($0)) } == [8])
        try Conformance.check(source: image)
        #expect(try FormatTesting.write(image, as: format).main == bytes)
    }

    @Test("a real dump of 2048+64: the bad block is found by its mark")
    func largePages() throws {
        let bytes = try FormatTesting.fixture("dumps/ubifs-2048x64.bin.gz")
        let image = try FormatTesting.open(bytes, as: format, geometry: "2048+64x64")
        #expect(try (0..<12).filter { try image.isBad(BlockNumber($0)) } == [9])
        #expect(try FormatTesting.write(image, as: format).main == bytes)
    }

    /// The layout as the README tells it, computed a second time.
    @Test(
        "every order puts every byte where the README says",
        arguments: ["interleaved", "oob-first", "per-block", "at-end"])
    func orders(order: String) throws {
        let bytes = try FormatTesting.fixture("dumps/jffs2-512x16.bin.gz")
        let image = try FormatTesting.open(bytes, as: format, geometry: "512+16x32")
        let written = try FormatTesting.write(image, as: format, "order=\(order)").main
        #expect(written.count == bytes.count)
        let (P, S, N, T) = (512, 16, 32, 28 * 32)
        for (p, page) in try Snapshot(image).pages.enumerated() {
            let (b, i) = (p / N, p % N)
            let (data, oob) =
                switch order {
                case "interleaved": (p * (P + S), p * (P + S) + P)
                case "oob-first": (p * (P + S) + S, p * (P + S))
                case "per-block": (b * N * (P + S) + i * P, b * N * (P + S) + N * P + i * S)
                default: (p * P, T * P + p * S)
                }
            #expect(Array(written[data..<(data + P)]) == page.data && Array(written[oob..<(oob + S)]) == page.oob)
        }
        let again = try FormatTesting.open(written, as: format, "order=\(order)", geometry: "512+16x32")
        #expect(try Snapshot(again) == Snapshot(image))
        try Conformance.check(source: again)
    }

    @Test(
        "every order reads what is left of a file that was cut",
        arguments: ["interleaved", "oob-first", "per-block", "at-end"])
    func truncated(order: String) throws {
        var random = SeededGenerator(seed: 3)
        let geometry = try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 4, blockCount: 3)
        let device = MemoryDevice(geometry: geometry)
        for page in geometry.allPages {
            device.set(unitAt: page, state: .programmed, bytes: random.bytes(528).map { $0 & 0x7F })
        }
        let whole = try Snapshot(device)
        let bytes = try FormatTesting.write(device, as: format, "order=\(order)").main
        for cut in stride(from: 1, to: bytes.count, by: 97) {
            let image = try FormatTesting.open(
                Array(bytes.prefix(cut)), as: format, "order=\(order),bbm=none", geometry: "512+16x4x3")
            for (a, b) in zip(try Snapshot(image).pages, whole.pages) {
                switch a.state {
                case .programmed: #expect(a == b)
                case .missing: #expect(!a.isHeld)
                case .unreadable:
                    // Every byte is the chip's or 0xFF, and not all of them are there.
                    #expect(zip(a.data + a.oob, b.data + b.oob).allSatisfy { $0 == $1 || $0 == 0xFF })
                    #expect(a.data + a.oob != b.data + b.oob)
                default: Issue.record("\(a.state) after \(cut) bytes")
                }
            }
            #expect(!image.findings.isEmpty || cut % 528 == 0 || order == "per-block")
        }
    }

    @Test("the mark's place can be told, and where there is none")
    func marker() throws {
        var bytes = [UInt8](repeating: 0xFF, count: 528 * 4 * 2)
        bytes[512 + 3] = 0
        #expect(try !FormatTesting.open(bytes, as: format, geometry: "512+16x4").isBad(BlockNumber(0)))
        #expect(try FormatTesting.open(bytes, as: format, "bbm=3", geometry: "512+16x4").isBad(BlockNumber(0)))
        #expect(try !FormatTesting.open(bytes, as: format, "bbm=none", geometry: "512+16x4").isBad(BlockNumber(0)))
        #expect(throws: UsageError.self) { try FormatTesting.open(bytes, as: format, "bbm=16", geometry: "512+16x4") }
    }

    @Test("a geometry without OOB is refused, and so is holes= in an order that scatters pages")
    func refused() {
        let bytes = [UInt8](repeating: 0, count: 5280)
        #expect(throws: UsageError.self) { try FormatTesting.open(bytes, as: format, geometry: "512x4") }
        #expect(throws: UsageError.self) {
            try FormatTesting.open(bytes, as: format, "order=at-end,holes=erased", geometry: "512+16x5")
        }
        #expect(throws: UsageError.self) { try FormatTesting.open(bytes, as: format, "order=x", geometry: "512+16x4") }
    }

    @Test("OOB that the source has not is 0xFF, as much as the chip has")
    func madeOOB() throws {
        let device = MemoryDevice(geometry: try Geometry(pageSize: 512, oobSize: 0, pagesPerBlock: 4, blockCount: 1))
        device.set(unitAt: PageNumber(0), state: .programmed, bytes: [UInt8](repeating: 1, count: 512))
        let written = try FormatTesting.write(device, as: format, chipOOBSize: 16).main
        #expect(written.count == 4 * 528 && written[512..<528].allSatisfy { $0 == 0xFF } && written[511] == 1)
        #expect(throws: UsageError.self) { try FormatTesting.write(device, as: format) }
        #expect(try FormatTesting.write(device, as: format, "oob=8").main.count == 4 * 520)
    }
}
