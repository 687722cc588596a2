// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import FormatRegistry
import TestKit
import Testing

/// Wrappers that break in the middle, through the opener and a conversion.
@Suite("A damaged source")
struct DamagedSourceTests {
    private let opener = ImageOpener(registry: museimgFormats)

    private func wrap(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
        let wrapper = try #require(museimgFormats.format(named: name) as? any WrapperFormat)
        let sink = MemorySink()
        let wrapped = try wrapper.makeSink(around: sink, options: OptionReader(FormatSpec(name)), name: "dump.bin")
        try wrapped.write(bytes)
        try wrapped.finish()
        return sink.bytes
    }

    private func convert(_ opened: OpenedImage) throws -> (bytes: [UInt8], account: Account) {
        let sink = MemorySink()
        let output = FormatOutput(
            geometry: opened.image.geometry, options: OptionReader(FormatSpec("raw")), sink: sink,
            makeCompanion: { throw UsageError($0) })
        let format = try #require(museimgFormats.format(named: "raw") as? any ImageFormat)
        let conversion = try Conversion(
            from: opened.image, damagedWrappers: opened.damagedWrappers, to: try format.makeWriter(output))
        let account = try conversion.run()
        return (sink.bytes, account)
    }

    @Test("what came out is there, and the account says that it is not all")
    func cut() throws {
        var random = SeededGenerator(seed: 3)
        let content = random.bytes(300_000)
        let whole = try wrap(content, "gzip")
        let intact = try convert(try opener.open(MemorySource(whole, name: "dump.bin.gz")))
        #expect(intact.bytes == content && !intact.account.hasLosses)

        let opened = try opener.open(MemorySource(Array(whole.prefix(200_000)), name: "dump.bin.gz"))
        #expect(opened.damagedWrappers == 1 && opened.chainDescription == "gzip > raw")
        let finding = try #require(opened.findings.first)
        #expect(finding.severity == .warning && finding.offset == 200_000)
        #expect(finding.message.hasPrefix("the gzip stream is cut short: "))
        let (bytes, account) = try convert(opened)
        #expect(bytes.count > 190_000 && bytes == Array(content.prefix(bytes.count)))
        #expect(account.count(.sourceDamaged) == 1)
        #expect(account.hasLosses && account.strictViolations.map(\.kind) == [.sourceDamaged])
    }

    @Test("of a wrapper in another the place is told as one inside")
    func nested() throws {
        var random = SeededGenerator(seed: 4)
        let content = random.bytes(300_000)
        let inner = try wrap(content, "tar").prefix(150_000)
        let opened = try opener.open(MemorySource(try wrap(Array(inner), "gzip"), name: "dump.tar.gz"))
        #expect(opened.damagedWrappers == 1)
        let finding = try #require(opened.findings.first)
        #expect(finding.offset == nil)
        #expect(finding.message.hasPrefix("in 'dump.tar': 'dump.bin' is cut short: "), "\(finding.message)")
        #expect(finding.message.hasSuffix(", at 0x249f0 of it"), "\(finding.message)")
        let (bytes, _) = try convert(opened)
        #expect(bytes == Array(content.prefix(bytes.count)))
    }

    @Test("damage behind the member that is used loses nothing of it")
    func behind() throws {
        let whole = try wrap([UInt8](repeating: 1, count: 2048), "tar")
        // A second member's header, and then the end of the file.
        let member = try wrap([UInt8](repeating: 2, count: 4096), "tar")
        let end = 512 + 2048
        let bytes = Array(whole.prefix(end)) + member.prefix(1000)
        let spec = FormatSpec("tar", ["member": "dump.bin"])
        let opened = try opener.open(MemorySource(bytes, name: "dump.tar"), formats: [spec])
        #expect(opened.damagedWrappers == 0)
        #expect(opened.findings.first?.message.hasPrefix("the tar archive is damaged: 2 files were listed") == true)
        #expect(try !convert(opened).account.hasLosses)
    }

    @Test(
        "a file of pieces that has lost some is damaged, and says so in the account",
        arguments: [
            ("android-sparse", "sparse/default4096.simg", 300), ("android-sparse", "sparse/crc-fill1-skip.simg", -10),
            ("ihex", "", 60), ("srec", "", 60), ("ti-txt", "", 60), ("tekhex", "", 100),
        ])
    func pieces(format: String, fixture: String, cut: Int) throws {
        let file = try fixture.isEmpty ? written(as: format) : Fixture.bytes(fixture)
        let spec = FormatSpec(format)
        let whole = try opener.open(MemorySource(file, name: "dump.x"), formats: [spec])
        // What a sparse image leaves out is missing, which is no damage.
        #expect(try whole.damagedWrappers == 0 && convert(whole).account.count(.sourceDamaged) == 0)
        let part = cut < 0 ? Array(file.dropLast(-cut)) : Array(file.prefix(cut))
        let opened = try opener.open(MemorySource(part, name: "dump.x"), formats: [spec])
        #expect(opened.damagedWrappers == 1, "\(opened.findings)")
        let account = try convert(opened).account
        #expect(account.count(.sourceDamaged) == 1 && account.hasLosses)
    }

    /// 200 bytes of flash as text.
    private func written(as name: String) throws -> [UInt8] {
        var random = SeededGenerator(seed: 5)
        let source = MemorySource(random.bytes(200), name: "dump.bin")
        let raw = try opener.open(source, formats: [FormatSpec("raw")])
        let format = try #require(museimgFormats.format(named: name) as? any ImageFormat)
        let sink = MemorySink()
        let output = FormatOutput(
            geometry: raw.image.geometry, options: OptionReader(FormatSpec(name)), sink: sink,
            makeCompanion: { throw UsageError($0) })
        _ = try Conversion(from: raw.image, to: try format.makeWriter(output)).run()
        return sink.bytes
    }
}
