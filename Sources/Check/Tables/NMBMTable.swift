// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The info table of MediaTek's NAND Mapped-block Management: `NMM1`.
///
/// A header of 32 bytes, little-endian: magic, version, size, CRC-32 of all with the CRC's field 0, write count, offsets
/// of state table and mapping table, padding. States are 2 bits: 0 bad, 2 to be remapped, 3 good. The mapping table has
/// 4 bytes for each logical block, negative where there is none. Source: `nmbm-private.h` and `nmbm-core.c` of MediaTek.
enum NMBMTable {
    private static let signature = "NMM1"
    private static let headerSize = 32

    @Sendable
    static func read(_ pages: TablePages) throws -> BadBlockTable? {
        guard pages.dataHas(signature, at: 0), pages.data.count >= headerSize else { return nil }
        var table = BadBlockTable(kind: .nmbm, signature: signature, block: pages.block)
        var reader = ByteReader(pages.data)
        try reader.skip(8, "magic and version")
        let size = Int(try reader.little(UInt32.self, "size"))
        let checksum = try reader.little(UInt32.self, "checksum")
        table.version = Int(try reader.little(UInt32.self, "write count"))
        let states = Int(try reader.little(UInt32.self, "offset of the state table"))
        let mapping = Int(try reader.little(UInt32.self, "offset of the mapping table"))
        let blocks = pages.geometry.blockCount
        guard size >= headerSize, size <= pages.geometry.blockSize, states >= headerSize, states <= mapping,
            mapping <= size
        else {
            table.problems.append("has tables at \(states) and \(mapping) of \(size) bytes")
            return table
        }
        let bytes = try pages.data(upTo: size)
        guard bytes.count == size else {
            table.problems.append("is cut off after \(bytes.count) of \(size) bytes")
            return table
        }
        if !fits(checksum, bytes) { table.problems.append("its checksum does not fit") }
        let body = bytes[states..<mapping].prefix(TwoBitStates.size(blocks: blocks))
        table.fill(from: TwoBitStates(bytes: body), blocks: blocks, good: 3)
        try table.addMap(ByteReader(Array(bytes[mapping...])), blocks)
        return table
    }

    /// Of the two programs that write it, one starts its CRC with 0 and the other inverts.
    private static func fits(_ checksum: UInt32, _ bytes: [UInt8]) -> Bool {
        var blanked = bytes
        blanked.replaceSubrange(12..<16, with: [0, 0, 0, 0])
        return checksum == CRC32.jffs2(blanked) || checksum == CRC32.zlib(blanked)
    }
}

extension BadBlockTable {
    fileprivate mutating func addMap(_ map: ByteReader, _ blocks: Int) throws(FormatError) {
        var map = map
        for logical in 0..<blocks where map.remaining >= 4 {
            let physical = Int(Int32(bitPattern: try map.little(UInt32.self, "block")))
            guard physical >= 0, physical != logical, remaps.count < Self.maximumRemaps else { continue }
            guard physical < blocks else {
                problems.append("maps block \(logical) to \(physical), the chip has \(blocks)")
                return
            }
            remaps.append(Remap(block: BlockNumber(logical), substitute: BlockNumber(physical)))
        }
    }
}
