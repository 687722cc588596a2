// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import FormatRegistry
import TestKit
import Testing

@Suite("texts that look alike")
struct ConsoleDetectionTests {
    static let samples = [
        ("console/hexdump-canonical.txt", "hexdump"), ("console/hexdump-plain.txt", "hexdump"),
        ("console/xxd.txt", "xxd"), ("console/xxd-e.txt", "xxd"), ("console/xxd-b.txt", "xxd"),
        ("console/od-x1z.txt", "od"), ("console/od-octal.txt", "od"),
        ("console/uboot-md-b.log", "uboot-md"), ("console/uboot-md-l.log", "uboot-md"),
        ("console/uboot-md-teraterm.log", "uboot-md"), ("console/openocd-mdw.log", "openocd"),
        ("console/redboot-dump.log", "redboot"), ("console/cfe-d.log", "cfe"),
        ("console/uboot-nand-new.log", "uboot-nand"), ("console/uboot-nand-old.log", "uboot-nand"),
        ("addressed/objcopy.hex", "ihex"), ("addressed/srec_cat.titxt", "ti-txt"),
    ]

    @Test("each is taken for what it is", arguments: samples)
    func chosen(name: String, format: String) throws {
        let source = MemorySource(try Fixture.bytes(name), name: name)
        let opened = try ImageOpener(registry: museimgFormats).open(source)
        #expect(opened.chain.map(\.format) == [format], "\(opened.chain.map(\.reason))")
    }
}
