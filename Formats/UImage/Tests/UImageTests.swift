// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatUImage
import TestKit
import Testing

@Suite("uimage")
struct UImageTests {
    private let format = UImageFormat()

    private func parts(_ bytes: [UInt8]) throws -> [WrappedPart] {
        let input = FormatInput(source: MemorySource(bytes, name: "x"), options: OptionReader(FormatSpec("uimage"))) {
            throw UsageError($0)
        }
        return try format.parts(input)
    }

    private func content(_ part: WrappedPart) throws -> [UInt8] {
        let source = try part.open().source
        return try source.bytes(at: 0, count: source.size)
    }

    private func opinion(_ bytes: [UInt8], _ name: String) throws -> Confidence? {
        try format.probe(ProbeInput(MemorySource(bytes, name: name)))?.confidence
    }

    /// A header with its checksums, before `data`.
    private func image(type: UInt8, _ data: [UInt8], magic: UInt32 = 0x2705_1956) -> [UInt8] {
        func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) } }
        var header = big(magic) + big(0) + big(1) + big(UInt32(data.count)) + big(0) + big(0)
        header += big(CRC32.zlib(data)) + [5, 2, type, 0] + [UInt8](repeating: 0, count: 32)
        header.replaceSubrange(4..<8, with: big(CRC32.zlib(header)))
        return header + data
    }

    @Test(
        "mkimage's files hold what went in",
        arguments: [
            ("inspect/filesystem-squashfs.uimg", "filesystem", 4096), ("inspect/kernel-gzip.uimg", "kernel", 20024),
        ])
    func samples(name: String, part: String, size: Int) throws {
        let bytes = try Fixture.bytes(name)
        let parts = try parts(bytes)
        #expect(parts.map(\.name) == [part] && parts[0].size == size && parts[0].findings.isEmpty)
        #expect(try parts[0].open().damage == nil)
        #expect(try content(parts[0]) == Array(bytes[64...]))
        #expect(try opinion(bytes, "a.uimg") == .certain)
    }

    @Test("a dump that begins with one is a dump, unless its name says otherwise")
    func collisions() throws {
        let dump = try Fixture.bytes("inspect/openwrt-style-kernel+squashfs.bin")
        #expect(try opinion(dump, "dump.bin") == .weak)
        #expect(try opinion(dump, "dump.uimg") == .likely)
        #expect(try parts(dump).map(\.name) == ["kernel", "tail"])
        let whole = image(type: 2, [1, 2, 3])
        #expect(try opinion(whole, "dump.bin") == .weak && opinion(whole, "a.uimage") == .certain)
        // A vendor's magic needs the CRC of the header: 6 is just a number.
        let vendor = image(type: 2, [1, 2, 3], magic: 6)
        #expect(try opinion(vendor, "a.uimg") == .certain)
        var broken = vendor
        broken[9] ^= 1
        #expect(try opinion(broken, "a.uimg") == nil)
        broken = whole
        broken[9] ^= 1
        #expect(try opinion(broken, "a.uimg") == .likely && opinion(broken, "dump.bin") == .weak)
        #expect(try opinion([UInt8](repeating: 0xFF, count: 64), "a.uimg") == nil && opinion([], "a.uimg") == nil)
    }

    @Test("the tables of multi images and scripts")
    func tables() throws {
        let multi: [UInt8] = [0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 1, 2, 3, 0, 4, 5]
        let parts = try parts(image(type: 4, multi))
        #expect(parts.map(\.name) == ["0", "1"])
        #expect(try content(parts[0]) == [1, 2, 3] && content(parts[1]) == [4, 5])
        let script = try self.parts(image(type: 6, [0, 0, 0, 2, 0, 0, 0, 0, 0x61, 0x0A]))
        #expect(try script.map(\.name) == ["script"] && content(script[0]) == [0x61, 0x0A])
    }

    @Test(
        "fields that are wrong are named with their offset",
        arguments: [
            ([0, 0, 0, 3], "the table of sizes has no end", 68), ([], "the table of sizes has no end", 64),
            ([0, 0, 0, 9, 0, 0, 0, 0, 1, 2], "size of part 0", 64),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], "size of part 0", 64),
            ([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 7], "size of part 0", 64),
            ([0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 7, 0, 0, 0, 8], "size of part 1", 68),
        ] as [([UInt8], String, Int)])
    func tableFields(data: [UInt8], what: String, at: Int) throws {
        let error = #expect(throws: FormatError(.badValue, "")) { try parts(image(type: 4, data)) }
        #expect(error?.detail.contains(what) == true && error?.offset == at, "\(error?.message ?? "")")
    }

    @Test("checksums and lengths")
    func checksums() throws {
        let good = image(type: 2, Array(repeating: 5, count: 100))
        var damaged = good
        damaged[80] = 0
        #expect(try parts(damaged)[0].open().damage?.message.contains("ih_dcrc") == true)
        let cut = try parts(Array(good.dropLast(10)))[0]
        #expect(cut.findings.first?.message.contains("90 bytes of data are there") == true)
        #expect(try content(cut).count == 90)
        damaged = good
        damaged[20] = 1
        #expect(throws: FormatError(.badChecksum, "")) { try parts(damaged) }
        damaged[0] = 0
        #expect(throws: FormatError(.badMagic, "")) { try parts(damaged) }
        for end in 0..<64 {
            #expect(throws: FormatError(.truncated, "")) { try parts(Array(good[..<end])) }
        }
    }

    @Test(
        "what is written, mkimage lists and dumpimage takes out",
        arguments: [
            "", "type=kernel,os=5,arch=5,comp=gzip,load=0x80060000,entry=0x80060000,name=a kernel", "type=script",
        ])
    func oracle(options: String) throws {
        let data = try Fixture.bytes("archive/small.bin")
        let sink = MemorySink()
        let own = try format.makeSink(
            around: sink, options: OptionReader(FormatSpec(parsing: "uimage,\(options)")), name: "small")
        try own.write(Array(data[..<500]))
        try own.write(Array(data[500...]))
        try own.finish()
        let parts = try parts(sink.bytes)
        #expect(try parts.count == 1 && content(parts[0]) == data)
        #expect(try parts[0].open().damage == nil)
        let file = try TemporaryFile(sink.bytes)
        let list = String(decoding: try Fixture.output(of: ["mkimage", "-l", file.path]), as: UTF8.self)
        #expect(list.contains(options.contains("kernel") ? "a kernel" : "small"), "\(list)")
        let out = try TemporaryFile([])
        let type = options.hasPrefix("type=kernel") ? "kernel" : options.isEmpty ? "firmware" : "script"
        _ = try Fixture.output(of: ["dumpimage", "-T", type, "-p", "0", "-o", out.path, file.path])
        // dumpimage takes a script out with its table, of mkimage's own files too.
        #expect(try out.bytes() == (type == "script" ? [0, 0, 3, 0xEF, 0, 0, 0, 0] : []) + data)
    }

    @Test("options that cannot be")
    func options() {
        for text in ["type=multi", "type=nonsense", "arch=256", "load=0x100000000"] {
            #expect(throws: UsageError.self) {
                _ = try format.makeSink(
                    around: MemorySink(), options: OptionReader(FormatSpec(parsing: "uimage,\(text)")), name: "x")
            }
        }
    }
}
