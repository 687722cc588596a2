// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

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
