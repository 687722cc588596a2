// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatTRX
import TestKit
import Testing

@Suite("trx")
struct TRXTests {
    private let format = TRXFormat()

    private func parts(_ bytes: [UInt8]) throws -> [WrappedPart] {
        let input = FormatInput(source: MemorySource(bytes, name: "x"), options: OptionReader(FormatSpec("trx"))) {
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

    private func little(_ value: Int, _ count: Int = 4) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// A TRX with its checksum; the bytes in `blanked` count as 0xFF.
    private func trx(version: Int, _ offsets: [Int], length: Int, blanked: Range<Int> = 0..<0) -> [UInt8] {
        var bytes: [UInt8] = Array("HDR0".utf8) + little(length) + little(0) + [0, 0] + little(version, 2)
        bytes += offsets.flatMap { little($0) }
        bytes += (bytes.count..<length).map { UInt8(truncatingIfNeeded: $0) }
        var counted = bytes
        for i in blanked { counted[i] = 0xFF }
        bytes.replaceSubrange(8..<12, with: little(Int(CRC32.jam(counted[12...]))))
        return bytes
    }

    @Test("firmware-utils' file: two parts, padded")
    func sample() throws {
        let bytes = try Fixture.bytes("inspect/v1-two-parts.trx")
        let parts = try parts(bytes)
        #expect(parts.map(\.name) == ["kernel", "rootfs"] && parts.allSatisfy(\.findings.isEmpty))
        let kernel = try content(parts[0])
        #expect(
            SHA256.hex(Array(kernel.prefix(20001)))
                == "3507e26428a7e65857a2adcc12eb7658f237ce65e439f0be9e968183aa205c3e")
        #expect(try opinion(bytes, "fw.trx") == .certain && opinion(bytes, "dump.bin") == .weak)
        #expect(try opinion(bytes + [0], "dump.bin") == .weak && opinion(bytes + [0], "fw.trx") == .likely)
        #expect(try self.parts(bytes + [7]).map(\.name) == ["kernel", "rootfs", "tail"])
        var damaged = bytes
        damaged[1000] ^= 1
        #expect(try opinion(damaged, "fw.trx") == .likely)
        #expect(try self.parts(damaged)[0].findings.first?.offset == 8)
    }

    @Test("names of parts, and the fourth part's eight bytes that do not count")
    func names() throws {
        #expect(try parts(trx(version: 1, [28, 40, 60], length: 80)).map(\.name) == ["loader", "kernel", "rootfs"])
        #expect(try parts(trx(version: 1, [28, 0, 0], length: 80)).map(\.name) == ["kernel"])
        let quirk = trx(version: 2, [64, 80, 0, 32], length: 100, blanked: 54..<62)
        let parts = try parts(quirk)
        #expect(parts.map(\.name) == ["kernel", "rootfs", "header"] && parts.map(\.size) == [16, 20, 32])
        #expect(parts[0].findings.isEmpty)
        // They may change, and nothing else.
        var changed = quirk
        changed[54] ^= 0xFF
        #expect(try self.parts(changed)[0].findings.isEmpty)
        changed[53] ^= 0xFF
        #expect(try self.parts(changed)[0].findings.count == 1)
    }

    @Test(
        "a field that is out of bounds is named with its offset",
        arguments: [
            (0, "HDR1", FormatError.Code.badMagic, "magic", 0), (14, "\u{3}", .unsupported, "version", 14),
            (14, "\u{0}", .unsupported, "version", 14), (4, "\u{1C}\u{0}", .badValue, "length", 4),
            (16, "\u{0}", .badValue, "offset 1", 20), (16, "\u{1B}", .badValue, "offset 0", 16),
            (20, "\u{1C}", .badValue, "offset 1", 20), (20, "\u{50}", .badValue, "offset 1", 20),
            (24, "\u{28}", .badValue, "offset 2", 24),
        ] as [(Int, String, FormatError.Code, String, Int)])
    func fields(at: Int, value: String, code: FormatError.Code, field: String, offset: Int) throws {
        var bytes = trx(version: 1, [28, 40, 60], length: 80)
        bytes.replaceSubrange(at..<(at + value.utf8.count), with: Array(value.utf8))
        if field == "offset 1", at == 16 { bytes.replaceSubrange(16..<28, with: little(0) + little(20) + little(0)) }
        let error = #expect(throws: FormatError(code, "")) { try parts(bytes) }
        #expect(error?.detail.contains(field) == true && error?.offset == offset, "\(error?.message ?? "")")
    }

    @Test("no parts, and a file that is cut anywhere")
    func cut() throws {
        #expect(throws: FormatError(.badValue, "")) { try parts(trx(version: 1, [0, 0, 0], length: 80)) }
        let whole = trx(version: 2, [64, 80, 0, 32], length: 100, blanked: 54..<62)
        for end in 0..<whole.count {
            do {
                for part in try parts(Array(whole[..<end])) {
                    #expect(part.findings.count == 2)
                    _ = try content(part)
                }
            } catch let error as FormatError {
                #expect(error.code == .truncated && end < 32)
            }
        }
        #expect(try opinion(Array("HDR0".utf8), "fw.trx") == .likely && opinion([], "fw.trx") == nil)
    }

    @Test("what is written is read again, with its checksum")
    func writing() throws {
        let data = try Fixture.bytes("archive/small.bin")
        for (options, length) in [("", 4096), ("pad=1", 28 + data.count), ("pad=4", 1036)] {
            let sink = MemorySink()
            let own = try format.makeSink(
                around: sink, options: OptionReader(FormatSpec(parsing: "trx,\(options)")), name: "small")
            try own.write(data)
            try own.finish()
            #expect(sink.bytes.count == length)
            let parts = try parts(sink.bytes)
            #expect(parts.map(\.name) == ["kernel"] && parts[0].findings.isEmpty)
            #expect(try Array(content(parts[0]).prefix(data.count)) == data)
            #expect(
                CRC32.jam(sink.bytes[12...]) == UInt32(sink.bytes[8]) | UInt32(sink.bytes[9]) << 8
                    | UInt32(sink.bytes[10]) << 16 | UInt32(sink.bytes[11]) << 24)
        }
        #expect(throws: UsageError.self) {
            _ = try format.makeSink(
                around: MemorySink(), options: OptionReader(FormatSpec("trx", ["pad": "0"])), name: "")
        }
    }
}
