// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// U-Boot's legacy image: a header of 64 bytes, big-endian, with a CRC of its own and one of the data.
///
/// Source: U-Boot `include/image.h`.
struct UImageRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0x27, 0x05, 0x19, 0x56])] }

    private static let headSize = 64
    private static let systems = [4: "4.4BSD", 5: "Linux", 14: "VxWorks", 16: "QNX", 17: "U-Boot", 18: "RTEMS"]
    private static let machines = [
        2: "ARM", 3: "x86", 5: "MIPS", 6: "MIPS64", 7: "PowerPC", 9: "SH", 12: "m68k", 22: "ARM64", 23: "ARC",
        24: "x86_64", 26: "RISC-V",
    ]
    private static let types = [
        1: "standalone", 2: "kernel", 3: "ramdisk", 4: "multi", 5: "firmware", 6: "script", 7: "filesystem",
        8: "device tree", 14: "kernel",
    ]
    private static let compressions = ["none", "gzip", "bzip2", "lzma", "lzo", "lz4", "zstd"]

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        var head = try view.bytes(at: offset, count: UImageRecogniser.headSize)
        guard head.count == UImageRecogniser.headSize else { return nil }
        let stored = UInt32(truncatingIfNeeded: Field.big(head, 4))
        for i in 4..<8 { head[i] = 0 }
        guard CRC32.zlib(head) == stored else { return nil }
        let size = Field.big(head, 12)
        let expected = UInt32(truncatingIfNeeded: Field.big(head, 24))
        let crc = try view.crc32(at: offset + UImageRecogniser.headSize, count: size)
        let compression = Int(head[31])
        var details: [Content.Detail] = []
        func add(_ name: String, _ value: String?) { if let value { details.append(.init(name, value, .bare)) } }
        add("system", UImageRecogniser.systems[Int(head[28])])
        add("machine", UImageRecogniser.machines[Int(head[29])])
        add("type", UImageRecogniser.types[Int(head[30])])
        add(
            "compression",
            UImageRecogniser.compressions.indices.contains(compression)
                ? UImageRecogniser.compressions[compression] : nil)
        details.append(.init("load", ByteCount.hex(Field.big(head, 16))))
        details.append(.init("entry", ByteCount.hex(Field.big(head, 20))))
        return Content(
            "uImage", at: offset, size: UImageRecogniser.headSize + size, name: Field.text(head, 32..<64), .certain,
            evidence: crc == expected ? "CRC of header and data" : "CRC of the header", details: details,
            problems: crc.map { $0 == expected ? [] : [Checksum.mismatch("uImage data CRC", $0, expected)] } ?? [])
    }

    func assemble(_ found: [Content], in view: DataView, by inspector: PartInspector) throws -> [Content] {
        try found.map { try inspector.adding([("payload", $0.offset + UImageRecogniser.headSize)], to: $0, in: view) }
    }
}
