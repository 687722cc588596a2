// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatVerilog
import TestKit
import Testing

@Suite("verilog")
struct VerilogTests {
    private let format = VerilogFormat()

    private func open(_ text: String, _ options: String = "") throws -> any RawImage {
        try FormatTesting.open(Array(text.utf8), as: format, options)
    }

    private func warnings(_ image: any RawImage) -> [String] {
        image.findings.filter { $0.severity == .warning }.map(\.message)
    }

    static let samples = [
        AddressedSample("objcopy.verilog", start: 0)
    ]

    @Test("other programs' files hold small.bin at its address, and are written back as they were", arguments: samples)
    func content(sample: AddressedSample) throws { try sample.check(as: format, .likely) }

    @Test("srec_cat's own file holds the first KiB of what it was made of")
    func vmem() throws {
        let image = try FormatTesting.open(try Fixture.bytes("addressed/srec_cat.vmem"), as: format)
        let (start, bytes) = try AddressedTesting.content(image)
        #expect(start == 0 && bytes.count == 1024)
        #expect(Array(bytes.prefix(256)) == (0..<256).map { UInt8($0) })
        #expect(
            SHA256.hex(bytes) == "a1c65174815e1fc7c6dc31eb77cb8ada62f5889d4b564e6ba76f4240c1a9709a")
    }

    @Test("srec_cat reads what is written")
    func oracles() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(70_000)
        for options in ["", "width=16,eol=crlf", "width=32,style=lines"] {
            let file = try TemporaryFile(try FormatTesting.write(GappedChip(bytes), as: format, options).main)
            let read = try Fixture.output(of: ["srec_cat", file.path, "-vmem", "-o", "-", "-binary"])
            #expect(read == bytes, "srec_cat \(options)")
        }
    }

    @Test("words count addresses, and order= turns them around")
    func words() throws {
        let text = "@4 // a comment\n0001 0203 /* over\n0405 lines */ 0607\n"
        #expect(try AddressedTesting.held(open(text)) == [8: 0, 9: 1, 10: 2, 11: 3, 12: 6, 13: 7])
        #expect(try AddressedTesting.held(open(text, "order=little")) == [8: 1, 9: 0, 10: 3, 11: 2, 12: 7, 13: 6])
        #expect(try open(text).findings.contains { $0.message.contains("order= decides") })
        let other = try open("@0\n0001 02 0003\n@4\n0004\n")
        #expect(try AddressedTesting.held(other) == [0: 0, 1: 1, 8: 0, 9: 4] && warnings(other).count == 2)
        let unknown = try open("@0\n00xx 0102\n")
        #expect(try AddressedTesting.held(unknown) == [2: 1, 3: 2] && warnings(unknown).count == 1)
        let odd = try GappedChip([1, 2, 3])
        #expect(throws: FormatError(.unsupported, "")) { try FormatTesting.write(odd, as: format, "width=16") }
        #expect(throws: FormatError(.empty, "")) { try open("") }
        #expect(throws: FormatError(.empty, "")) { try open("@0\n") }
    }

    @Test("no address, no opinion; no checksum, no certainty")
    func probe() throws {
        func opinion(_ text: String) throws -> Confidence? {
            try format.probe(ProbeInput(MemorySource(Array(text.utf8))))?.confidence
        }
        #expect(
            try opinion("@0\n01 02 03 04\n") == .likely
                && opinion("/* x */ @0 01020304 05060708 0a0b0c0d 0e\n") == .likely)
        #expect(try opinion("01 02 03 04 05\n") == nil && opinion("@me: hello\n") == nil && opinion("") == nil)
    }

    @Test("bytes and gaps come back")
    func roundTrips() throws {
        try AddressedTesting.checkRoundTrips(as: format, ["", "style=lines,eol=crlf"])
    }

    @Test("cut anywhere, it shows nothing wrong")
    func truncations() throws {
        for name in ["objcopy.verilog", "srec_cat.vmem"] {
            let text = try Fixture.bytes("addressed/\(name)")
            try AddressedTesting.checkTruncations(AddressedTesting.shortened(text), as: format, "base=0")
        }
    }

    @Test("words and gaps come back", arguments: [16, 32, 64])
    func wordRoundTrips(width: Int) throws {
        let options = ["width=\(width)", "width=\(width),order=little,style=lines"]
        for seed in 0..<12 {
            var random = SeededGenerator(seed: UInt64(seed))
            let source = try GappedChip(&random, unit: width / 8, size: 64 << 10)
            for options in options {
                let text = try FormatTesting.write(source, as: format, options).main
                let image = try FormatTesting.open(text, as: format, options, geometry: "nor:4K")
                #expect(try AddressedTesting.held(image) == AddressedTesting.held(source), "\(options) \(seed)")
            }
        }
    }
}
