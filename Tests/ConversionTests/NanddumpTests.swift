// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import TestKit
import Testing

/// Against what the tool itself made of the same chip: eight blocks of 2048+64, of which 3 and 6 are bad.
@Suite("nanddump's modes, written")
struct NanddumpConversionTests {
    private func open(_ file: String, _ spec: FormatSpec) throws -> any RawImage {
        try Opened.image(Fixture.bytes("nanddump/\(file)"), spec, GeometrySpec(parsing: "2048+64x64"))
    }

    @Test("the chip in each mode", arguments: ["skip", "pad", "dump"], [true, false])
    func modes(mode: String, hasOOB: Bool) throws {
        let chip = try open("dev_8blocks_raw_with_2_bad.bin.gz", FormatSpec("raw-oob"))
        let written = WrittenImage(as: FormatSpec("nanddump", ["bb": mode, "oob": hasOOB ? "yes" : "no"]))
        _ = try written.fill(from: chip, chipOOBSize: 64)
        #expect(written.main.bytes == (try Fixture.bytes("nanddump/bb_\(mode)bad.\(hasOOB ? "oob" : "data").bin.gz")))
    }

    @Test("each mode, read and written in the same form", arguments: ["skip", "pad", "dump"], ["", "3,6"])
    func sameForm(mode: String, bad: String) throws {
        for kind in ["oob", "data"] {
            var spec = FormatSpec("nanddump", ["bb": mode, "oob": kind == "oob" ? "yes" : "no"])
            if !bad.isEmpty { spec.options.append(.init(key: "bad", value: bad)) }
            let image = try open("bb_\(mode)bad.\(kind).bin.gz", spec)
            let written = WrittenImage(as: try #require(image.writtenAs))
            _ = try written.fill(from: image, chipOOBSize: image.chipOOBSize, marker: image.marker)
            #expect(written.main.bytes == (try Fixture.bytes("nanddump/bb_\(mode)bad.\(kind).bin.gz")))
        }
    }

    @Test("binary to text to binary", arguments: ["pretty", "canonical"], ["skip", "pad", "dump"])
    func throughText(style: String, mode: String) throws {
        let chip = try open("dev_8blocks_raw_with_2_bad.bin.gz", FormatSpec("raw-oob"))
        let text = WrittenImage(as: FormatSpec("nanddump-text", ["style": style, "bb": mode]))
        _ = try text.fill(from: chip, chipOOBSize: 64)
        let image = try text.open(GeometrySpec(parsing: "2048+64x64"), options: [.init(key: "bad", value: "3,6")])
        let binary = WrittenImage(as: FormatSpec("nanddump", ["bb": mode]))
        _ = try binary.fill(from: image, chipOOBSize: 64, marker: image.marker)
        #expect(binary.main.bytes == (try Fixture.bytes("nanddump/bb_\(mode)bad.oob.bin.gz")))
    }

    @Test("text shows the pages that the tool showed")
    func text() throws {
        let chip = try open("dev_8blocks_raw_with_2_bad.bin.gz", FormatSpec("raw-oob"))
        for (mode, file) in [
            ("skip", "pretty_oob_across_badblock_skipbad"), ("pad", "pretty_oob_across_badblock_padbad"),
        ] {
            let text = WrittenImage(as: FormatSpec("nanddump-text", ["bb": mode]))
            _ = try text.fill(from: chip, chipOOBSize: 64)
            let sample = try Fixture.bytes("nanddump/\(file).txt")
            let start = 0x5f800 / 2048 * 7920 * 1
            #expect(Array(text.main.bytes[start...].prefix(sample.count)) == sample, "\(mode)")
        }
    }

    @Test("OOB that is dropped is not in the file", arguments: ["binary", "pretty", "canonical"])
    func oobDropped(form: String) throws {
        let spec = form == "binary" ? FormatSpec("nanddump") : FormatSpec("nanddump-text", ["style": form])
        let chip = try open("dev_8blocks_raw_with_2_bad.bin.gz", FormatSpec("raw-oob"))
        let written = WrittenImage(as: spec)
        let account = try written.fill(from: chip, chipOOBSize: 64, options: ConversionOptions(oob: .drop))
        #expect(account.count(.oobDropped) > 0)
        var asked = spec
        asked.options.append(.init(key: "oob", value: "no"))
        let without = WrittenImage(as: asked)
        _ = try without.fill(from: chip, chipOOBSize: 64)
        #expect(written.main.bytes == without.main.bytes)
    }

    @Test("OOB is 0xFF where it is made, asked for, or always there", arguments: ["make", "oob=yes", "raw-oob"])
    func oobErased(how: String) throws {
        var spec = FormatSpec(how == "raw-oob" ? how : "nanddump")
        if how == "oob=yes" { spec.options.append(.init(key: "oob", value: "yes")) }
        let chip = try open("dev_8blocks_raw_with_2_bad.bin.gz", FormatSpec("raw-oob"))
        let written = WrittenImage(as: spec)
        let options = ConversionOptions(oob: how == "make" ? .make : .drop, bad: .pad)
        _ = try written.fill(from: chip, chipOOBSize: 64, options: options)
        let bytes = written.main.bytes
        try #require(bytes.count == chip.geometry.rawSize)
        let isErased = stride(from: 2048, to: bytes.count, by: 2112).allSatisfy { start in
            bytes[start..<(start + 64)].allSatisfy { $0 == 0xFF }
        }
        #expect(isErased)
    }

    @Test("OOB that the source does not hold", arguments: ["nanddump", "nanddump-text"])
    func oobMade(name: String) throws {
        let data = try open("bb_dumpbad.data.bin.gz", FormatSpec("nanddump", ["bb": "dump", "oob": "no"]))
        let with = WrittenImage(as: FormatSpec(name, ["oob": "yes"]))
        let account = try with.fill(from: data, chipOOBSize: 64)
        #expect(account.count(.oobMade) > 0)
        #expect(throws: UsageError.self) {
            try WrittenImage(as: FormatSpec(name, ["oob": "yes"])).fill(from: data, chipOOBSize: 0)
        }
    }
}

/// An image that is opened by its format's name.
private enum Opened {
    static func image(_ bytes: [UInt8], _ spec: FormatSpec, _ geometry: GeometrySpec) throws -> any RawImage {
        let image = WrittenImage(as: spec)
        try image.main.write(bytes)
        return try image.open(geometry)
    }
}
