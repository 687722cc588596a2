// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The header at the start of each erase block of a UBI device.
///
/// Source: Linux `drivers/mtd/ubi/ubi-media.h`. Numbers are big-endian, offsets in bytes of data from the block's start.
public struct UBIEraseHeader: Sendable, Hashable {
    public static let magic: [UInt8] = Array("UBI#".utf8)
    /// Bytes of either header.
    public static let size = 64

    public let eraseCount: UInt64
    public let volumeHeaderOffset: Int
    public let dataOffset: Int
    /// The same in all blocks of one device.
    public let imageSequence: UInt32

    /// - Returns: nil unless magic, version, checksum and the order of the offsets are right.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= UBIEraseHeader.size, bytes.starts(with: UBIEraseHeader.magic), bytes[4] == 1 else {
            return nil
        }
        var reader = ByteReader(Array(bytes[8..<64]))
        guard let count = try? reader.big(UInt64.self, "erase counter"),
            let volumeHeader = try? reader.big(UInt32.self, "VID header offset"),
            let data = try? reader.big(UInt32.self, "data offset"),
            let sequence = try? reader.big(UInt32.self, "image sequence"),
            (try? reader.skip(32, "padding")) != nil, let crc = try? reader.big(UInt32.self, "header CRC"),
            crc == CRC32.jam(bytes[..<60]), volumeHeader >= 64, data >= volumeHeader + 64, data <= 1 << 20
        else { return nil }
        eraseCount = count
        volumeHeaderOffset = Int(volumeHeader)
        dataOffset = Int(data)
        imageSequence = sequence
    }

    /// The page sizes (minimal I/O units) that these offsets allow, the likeliest first; 1 means NOR.
    public var pageSizes: [Int] {
        if volumeHeaderOffset == 64 { return [1] }
        // A volume header within the first page (in a sub-page) leaves the data at the page's end.
        let hasSubpages = volumeHeaderOffset * 2 < dataOffset || volumeHeaderOffset < 512
        let sizes = hasSubpages ? [dataOffset] : [dataOffset - volumeHeaderOffset, dataOffset]
        return sizes.filter { size in KnownShape.all.contains { $0.pageSize == size } }
    }
}
