// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// MediaTek's bad-block map (BMT): `BMT` in the data, then a version.
///
/// Version 1 has a header of 20 bytes (signature, version, bad count, mapped count, checksum, 13 reserved) and pairs of
/// a bad block and its substitute. Version 2 has the physical block of each logical one, and the pool behind them.
/// Source: MediaTek `bmt.c`, OpenWrt `mtk_bmt_v2.c`.
enum MediaTekMap {
    private static let signature = "BMT"
    private static let oobSignature = "bmt"
    /// Entries that version 1 has at most.
    private static let maximumEntries = 0x80

    @Sendable
    static func read(_ pages: TablePages) throws -> BadBlockTable? {
        guard pages.dataHas(signature, at: 0), pages.data.count > signature.utf8.count else { return nil }
        var reader = ByteReader(pages.data)
        try reader.skip(3, "signature")
        let version = try reader.u8("version")
        if version == 2, pages.oobHas(oobSignature, at: 1) { return try readSecond(pages) }
        guard version == 1 || pages.oobHas(oobSignature, at: 1) else { return nil }
        return try readFirst(pages, reader, version)
    }

    private static func readFirst(
        _ pages: TablePages, _ header: ByteReader, _ version: UInt8
    ) throws -> BadBlockTable? {
        var table = BadBlockTable(kind: .mediaTekMap, signature: signature, block: pages.block)
        var reader = header
        guard reader.remaining >= 16 else { return nil }
        try reader.skip(1, "bad count")
        let mapped = Int(try reader.u8("mapped count"))
        let checksum = try reader.u8("checksum")
        try reader.skip(13, "reserved")
        let body = try reader.array(min(reader.remaining, maximumEntries * 4), "entries")
        let blocks = pages.geometry.blockCount
        table.coveredBlocks = blocks
        guard mapped <= body.count / 4 else {
            table.problems.append("has \(mapped) entries, there is room for \(body.count / 4)")
            return table
        }
        var entries = ByteReader(body)
        for _ in 0..<mapped {
            try table.addRemap(
                try entries.little(UInt16.self, "block"), entries.little(UInt16.self, "substitute"), blocks)
        }
        table.remaps.sort { $0.block < $1.block }
        if !fits(checksum, start: version &+ UInt8(truncatingIfNeeded: mapped), badCount: pages.data[4], body) {
            table.problems.append("its checksum does not fit")
        }
        return table
    }

    /// The sum of version, counts and entries; how many entries are summed depends on the pool's size.
    private static func fits(_ checksum: UInt8, start: UInt8, badCount: UInt8, _ body: [UInt8]) -> Bool {
        var sum = start
        for at in stride(from: 0, through: body.count, by: 4) {
            if sum == checksum || sum &+ badCount == checksum { return true }
            for byte in body[at..<min(at + 4, body.count)] { sum &+= byte }
        }
        return false
    }

    /// Entry i says where logical block i is. Skipped blocks are the bad ones.
    private static func readSecond(_ pages: TablePages) throws -> BadBlockTable? {
        var table = BadBlockTable(kind: .mediaTekMap2, signature: signature, block: pages.block)
        table.version = 2
        let blocks = pages.geometry.blockCount
        var reader = ByteReader(try pages.data(upTo: 4 + 2 * blocks))
        try reader.skip(4, "header")
        while reader.remaining >= 2, table.coveredBlocks < blocks {
            let block = Int(try reader.little(UInt16.self, "block"))
            // The map ends where the pool begins.
            if table.coveredBlocks > 0, block == 0 || block == 0xFFFF { break }
            guard block < blocks else {
                table.problems.append("maps block \(table.coveredBlocks) to \(block), the chip has \(blocks)")
                break
            }
            if block != table.coveredBlocks, table.remaps.count < BadBlockTable.maximumRemaps {
                table.remaps.append(.init(block: BlockNumber(table.coveredBlocks), substitute: BlockNumber(block)))
            }
            table.coveredBlocks += 1
        }
        return table
    }
}

extension BadBlockTable {
    fileprivate mutating func addRemap(_ bad: UInt16, _ substitute: UInt16, _ blocks: Int) throws(FormatError) {
        guard Int(bad) < blocks, Int(substitute) < blocks else {
            problems.append("maps block \(bad) to \(substitute), the chip has \(blocks)")
            return
        }
        worn.insert(BlockNumber(Int(bad)))
        remaps.append(Remap(block: BlockNumber(Int(bad)), substitute: BlockNumber(Int(substitute))))
    }
}
