// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The firmware control block that the boot ROM of NXP's i.MX reads: it states geometry and layout.
///
/// Source: U-Boot `tools/mxsboot.c` and `mxs_nand.h` (`struct mx28_nand_fcb`); little-endian, offsets in bytes.
struct FCB {
    let pageSize: Int
    let rawPageSize: Int
    let pagesPerBlock: Int
    /// Twice the type of the chunks' ECC.
    let strength: Int
    /// In the file.
    let offset: Int
    /// Whether its checksum is right; it cannot be taken where ECC lies inside.
    let isWhole: Bool

    private static let magic = Array("FCB ".utf8)
    static let size = 512

    /// The first plausible one.
    static func find(in bytes: [UInt8], at base: Int) -> FCB? {
        for place in bytes.places(of: magic, limit: 64) {
            if let fcb = FCB(bytes, at: place - 4, base: base) { return fcb }
        }
        return nil
    }

    private init?(_ bytes: [UInt8], at start: Int, base: Int) {
        guard start >= 0, let version = bytes.little32(at: start + 8), version == 0x0100_0000 || version == 1,
            let page = bytes.little32(at: start + 20), let raw = bytes.little32(at: start + 24),
            let pages = bytes.little32(at: start + 28), let type = bytes.little32(at: start + 44)
        else { return nil }
        guard [512, 2048, 4096, 8192, 16384].contains(page), raw > page, raw <= page + page / 4,
            pages.nonzeroBitCount == 1, (16...512).contains(pages), type <= 31
        else { return nil }
        pageSize = page
        rawPageSize = raw
        pagesPerBlock = pages
        strength = type * 2
        offset = base + start
        if start + Self.size <= bytes.count, let stored = bytes.little32(at: start) {
            let sum = bytes[start + 4..<start + Self.size].reduce(UInt32(0)) { $0 &+ UInt32($1) }
            isWhole = ~sum == UInt32(truncatingIfNeeded: stored)
        } else {
            isWhole = false
        }
    }

    var answer: DirectAnswer {
        DirectAnswer(
            geometry: GeometrySpec(pageSize: pageSize, oobSize: rawPageSize - pageSize, pagesPerBlock: pagesPerBlock),
            text: "a firmware control block at \(ByteCount.hex(offset)) says \(pageSize)+\(rawPageSize - pageSize),"
                + " \(pagesPerBlock) pages in a block, \(strength) bits per chunk"
                + (isWhole ? ", and its checksum is right" : ""))
    }
}
