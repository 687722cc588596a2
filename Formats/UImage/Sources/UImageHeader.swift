// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The header of 64 bytes, big-endian.
struct UImageHeader {
    static let size = 64
    static let magic: UInt32 = 0x2705_1956

    /// What vendors write in place of the magic, everything else being the same.
    ///
    /// Source: OpenWrt `target/linux/generic/files/drivers/mtd/mtdsplit/mtdsplit_uimage.c`, firmware-utils.
    static let vendorMagics: Set<UInt32> = [
        0x3337_3030, 0x3337_3031, 0x3230_3031, 0x3230_3033, 0x3230_3034, 0x3232_3030, 0x3230_3631, 0x3130_3031,
        0x3130_3030, 0x3131_3030, 0x4E47_4520, 0x0000_0006, 0x8300_0006,
    ]

    static let types = [
        1: "standalone", 2: "kernel", 3: "ramdisk", 4: "multi", 5: "firmware", 6: "script", 7: "filesystem",
        8: "dtb", 14: "kernel",
    ]

    let magic: UInt32
    /// Bytes of data behind the header.
    let dataSize: Int
    let dataCRC: UInt32
    let type: Int
    let headerIsRight: Bool
    let storedHeaderCRC: UInt32
    let foundHeaderCRC: UInt32

    var isMagic: Bool { magic == UImageHeader.magic || UImageHeader.vendorMagics.contains(magic) }
    /// Whether the data begins with a table of parts.
    var hasTable: Bool { type == 4 || type == 6 }
    /// What a single part is called.
    var partName: String { UImageHeader.types[type] ?? "data" }

    /// - Throws: ``FormatError`` (`truncated`).
    init(_ bytes: [UInt8], name: String) throws(FormatError) {
        var reader = ByteReader(bytes, name: name)
        magic = try reader.big(UInt32.self, "ih_magic")
        storedHeaderCRC = try reader.big(UInt32.self, "ih_hcrc")
        try reader.skip(4, "ih_time")
        dataSize = Int(try reader.big(UInt32.self, "ih_size"))
        try reader.skip(8, "ih_load, ih_ep")
        dataCRC = try reader.big(UInt32.self, "ih_dcrc")
        try reader.skip(2, "ih_os, ih_arch")
        type = Int(try reader.u8("ih_type"))
        try reader.skip(33, "ih_comp, ih_name")
        var blanked = Array(bytes[..<UImageHeader.size])
        for i in 4..<8 { blanked[i] = 0 }
        foundHeaderCRC = CRC32.zlib(blanked)
        headerIsRight = foundHeaderCRC == storedHeaderCRC
    }
}
