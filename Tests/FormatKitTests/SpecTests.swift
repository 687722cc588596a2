// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Testing

@Suite("Formats and images as people write them")
struct SpecTests {
    private func image(_ text: String) -> ImageSpec {
        ImageSpec(parsing: text) { museimgFormats.format(named: $0) != nil }
    }

    @Test("a format counts as a prefix only when its name is registered")
    func prefixes() {
        #expect(image("dump.bin") == ImageSpec(path: "dump.bin"))
        #expect(image("raw:dump.bin") == ImageSpec(formats: [FormatSpec("raw")], path: "dump.bin"))
        #expect(image("nosuch:dump.bin").path == "nosuch:dump.bin")
        #expect(image("./raw:dump.bin").path == "./raw:dump.bin")
        #expect(image("raw").path == "raw")
        #expect(image("raw-oob,order=at-end:a:b").path == "a:b")
        #expect(image("blank,geometry=nor:64Kx128:").formats.first?.options.first?.value == "nor:64Kx128")
    }

    @Test("formats nest from the outside in")
    func nesting() {
        let spec = image("raw:raw-oob,order=at-end:x")
        #expect(spec.formats.map(\.name) == ["raw", "raw-oob"])
        #expect(spec.path == "x")
    }

    @Test("lists continue over commas, flags need no value, a backslash takes a meaning away")
    func options() throws {
        let spec = FormatSpec(parsing: #"nanddump,bb=skip,bad=3,6,17..20,oob,oobfile=a\,b\\c"#)
        #expect(spec.options.map(\.key) == ["bb", "bad", "oob", "oobfile"])
        #expect(spec.options.map(\.value) == ["skip", "3,6,17..20", "yes", #"a,b\c"#])
        #expect(FormatSpec(parsing: spec.description) == spec)
        let reader = OptionReader(spec)
        #expect(try reader.blocks("bad")?.description == "3,6,17..20")
        #expect(try reader.flag("oob") == true)
    }

    @Test(
        "a written spec reads as the same", arguments: ["x,bad=3,6,17..20", "x,bad=1\\,3=4", "x,member=a\\,b\\\\c=d"])
    func written(_ text: String) {
        let spec = FormatSpec(parsing: text)
        #expect(spec.options.count == 1 && FormatSpec(parsing: spec.description) == spec)
    }

    @Test(
        "what is written reads back as the same",
        arguments: [
            "3,6,17..20", "0x10,0x20", "", ",", "a,b", "a,3=4", #"\,2a\4"#, #"\"#, "3,", "3,x", "1,2=3", "2a\\4,5",
            "é,9\u{301}",
        ])
    func written(value: String) {
        var spec = FormatSpec("raw")
        spec.options = [.init(key: "bad", value: value), .init(key: "oob", value: "yes")]
        #expect(FormatSpec(parsing: spec.description) == spec, "\(spec)")
    }

    @Test("what cannot be read names its option")
    func wrongOptions() throws {
        let reader = OptionReader(FormatSpec(parsing: "raw,bad=x,holes=maybe,start=1.5"))
        #expect(throws: UsageError.self) { try reader.blocks("bad") }
        #expect(throws: UsageError.self) { try reader.size("start") }
        #expect(throws: UsageError.self) { try reader.choice("holes", ["data": 1]) }
        let raw = try #require(museimgFormats.format(named: "raw"))
        let error = try #require(throws: UsageError.self) { try reader.checkKeys(raw.info) }
        #expect(error.message.contains("start") && error.message.contains("holes"))
    }

    @Test("an unknown format names its neighbour")
    func nearest() throws {
        let error = try #require(throws: UsageError.self) { try museimgFormats.require("raw-obb") }
        #expect(error.message.contains("'raw-oob'"))
        #expect(throws: UsageError.self) { try ImageSpec.chain(parsing: "", registry: museimgFormats) }
    }
}
