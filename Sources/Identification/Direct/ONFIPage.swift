// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A chip's parameter page, which some programmers add to a dump.
///
/// Source: ONFI 1.0 and later, "Read Parameter Page"; little-endian, 256 bytes, CRC-16 over the first 254.
public struct ONFIPage {
    let pageSize: Int
    let oobSize: Int
    let pagesPerBlock: Int
    let blockCount: Int
    let model: String
    /// In the file.
    let offset: Int

    /// In bytes.
    public static let size = 256
    private static let magic = Array("ONFI".utf8)

    /// The first one whose CRC is right.
    static func find(in bytes: [UInt8], at base: Int) -> ONFIPage? {
        for place in bytes.places(of: magic, limit: 64) where place + size <= bytes.count {
            if let page = ONFIPage(Array(bytes[place..<place + size]), at: base + place) { return page }
        }
        return nil
    }

    private init?(_ bytes: [UInt8], at offset: Int) {
        guard let crc = bytes.little16(at: 254), Self.crc(bytes.prefix(254)) == UInt16(crc),
            let page = bytes.little32(at: 80), let oob = bytes.little16(at: 84), let pages = bytes.little32(at: 92),
            let blocks = bytes.little32(at: 96), pages > 0, blocks <= 1 << 24, bytes.count >= 101
        else { return nil }
        pageSize = page
        oobSize = oob
        pagesPerBlock = pages
        blockCount = blocks * Int(max(1, bytes[100]))
        self.offset = offset
        let text = bytes[44..<64].map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }
        let trimmed = text.reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
        model = String(decoding: Array(trimmed), as: UTF8.self)
    }

    /// Polynomial 0x8005, initial value 0x4F4E, most significant bit first.
    public static func crc(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0x4F4E) { crc, byte in
            (0..<8).reduce(crc ^ UInt16(byte) << 8) { value, _ in
                value & 0x8000 != 0 ? value << 1 ^ 0x8005 : value << 1
            }
        }
    }

    var answer: DirectAnswer {
        DirectAnswer(
            geometry: GeometrySpec(
                pageSize: pageSize, oobSize: oobSize, pagesPerBlock: pagesPerBlock, blockCount: blockCount),
            text: "an ONFI parameter page at \(ByteCount.hex(offset)) (\(model)) says"
                + " \(pageSize)+\(oobSize)x\(pagesPerBlock)x\(blockCount)")
    }
}
