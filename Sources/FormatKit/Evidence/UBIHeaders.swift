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
        let page = dataOffset - volumeHeaderOffset
        // A VID header in the middle of the first page (a sub-page) leaves the data at the page's end.
        let known = [page, dataOffset, volumeHeaderOffset].filter {
            (256...16384).contains($0) && $0.nonzeroBitCount == 1
        }
        if volumeHeaderOffset * 2 == dataOffset, volumeHeaderOffset < 512 { return [dataOffset] }
        return volumeHeaderOffset * 2 < dataOffset
            ? [dataOffset] : known.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// The second header of a block that holds a logical erase block (LEB).
public struct UBIVolumeHeader: Sendable, Hashable {
    public static let magic: [UInt8] = Array("UBI!".utf8)
    /// Volumes from here on are UBI's own.
    public static let internalVolumes: UInt32 = 0x7FFF_EFFF

    public let isStatic: Bool
    public let isCopy: Bool
    public let volume: UInt32
    /// The number of the LEB in its volume.
    public let block: Int
    /// Bytes in this LEB and LEBs in all: of static volumes only.
    public let dataSize: Int
    public let usedBlocks: Int
    public let sequence: UInt64

    /// - Returns: nil unless magic, version and checksum are right.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= 64, bytes.starts(with: UBIVolumeHeader.magic) else { return nil }
        var reader = ByteReader(Array(bytes[5..<64]))
        guard let type = try? reader.u8("volume type"), let copy = try? reader.u8("copy flag"),
            (try? reader.skip(1, "compatibility")) != nil, let volume = try? reader.big(UInt32.self, "volume id"),
            let block = try? reader.big(UInt32.self, "LEB number"), (try? reader.skip(4, "padding")) != nil,
            let dataSize = try? reader.big(UInt32.self, "data size"),
            let used = try? reader.big(UInt32.self, "used blocks"), (try? reader.skip(12, "padding")) != nil,
            let sequence = try? reader.big(UInt64.self, "sequence"), (try? reader.skip(12, "padding")) != nil,
            let crc = try? reader.big(UInt32.self, "header CRC"), crc == CRC32.jam(bytes[..<60])
        else { return nil }
        isStatic = type == 2
        isCopy = copy == 1
        self.volume = volume
        self.block = Int(block)
        self.dataSize = Int(dataSize)
        usedBlocks = Int(used)
        self.sequence = sequence
    }
}
