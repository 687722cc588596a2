// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The volume table of a UBI device, from the layout volume.
///
/// Source: Linux `drivers/mtd/ubi/ubi-media.h` (`struct ubi_vtbl_record`).
struct UBIVolumeTable {
    struct Record {
        let id: UInt32
        let name: String
        let isStatic: Bool
        let reservedBlocks: Int
        /// Takes all free blocks when it is first attached.
        let isGrowing: Bool
    }

    /// By id.
    private(set) var records: [Record] = []

    private static let recordSize = 172
    private static let maxRecords = 128

    /// Takes the first of the two copies that has a record with a good CRC.
    init(_ layout: UBIDevice.Volume?, dataOffset: Int, _ view: DataView) throws {
        for copy in 0...1 where records.isEmpty {
            guard let head = layout?.heads[copy] else { continue }
            let bytes = try view.bytes(
                at: head.offset + dataOffset, count: UBIVolumeTable.recordSize * UBIVolumeTable.maxRecords)
            for (id, start) in stride(from: 0, to: bytes.count, by: UBIVolumeTable.recordSize).enumerated() {
                let record = Array(bytes[start..<min(bytes.count, start + UBIVolumeTable.recordSize)])
                guard record.count == UBIVolumeTable.recordSize,
                    CRC32.jam(record[..<168]) == UInt32(truncatingIfNeeded: Field.big(record, 168))
                else { break }
                let reserved = Field.big(record, 0)
                guard reserved > 0 else { continue }
                let length = min(127, Field.big(record, 14, 2))
                records.append(
                    Record(
                        id: UInt32(id), name: Field.text(record, 16..<(16 + length)), isStatic: record[12] == 2,
                        reservedBlocks: reserved, isGrowing: record[144] & 1 != 0))
            }
        }
    }
}
