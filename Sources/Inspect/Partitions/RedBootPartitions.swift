// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A RedBoot FIS directory: slots of 256 bytes, one of which tells of the directory itself.
///
/// Source: Linux `drivers/mtd/parsers/redboot.c`. There is no checksum that anybody fills in: its own entry has to lead
/// back to the directory, and every entry has to lie on the chip.
struct RedBootPartitions: PartitionFinder {
    private static let own = "FIS directory"
    var needle: [UInt8]? { Array(Self.own.utf8) + [0] }

    private static let slot = 256
    private static let maxDirectory = 1 << 20

    func tables(at offset: Int, in view: DataView) throws -> [PartitionTable] {
        let slot = try view.bytes(at: offset, count: Self.slot)
        guard slot.count == Self.slot else { return [] }
        for isLittle in [true, false] {
            guard let own = Entry(slot, isLittle: isLittle, chipSize: view.size),
                (Self.slot...Self.maxDirectory).contains(own.partition.size),
                (own.partition.offset..<own.partition.end).contains(offset),
                (offset - own.partition.offset) % Self.slot == 0
            else { continue }
            let directory = try view.bytes(at: own.partition.offset, count: own.partition.size)
            guard let partitions = partitions(directory, isLittle: isLittle, chipSize: view.size) else { continue }
            return [
                PartitionTable(
                    origin: .redBoot, offset: own.partition.offset, partitions: partitions,
                    evidence: "\(isLittle ? "little" : "big")-endian FIS directory whose entries are all on the chip")
            ]
        }
        return []
    }

    /// - Returns: nil when an entry makes no sense.
    private func partitions(_ directory: [UInt8], isLittle: Bool, chipSize: Int) -> [Partition]? {
        var result: [Partition] = []
        for start in stride(from: 0, to: directory.count - Self.slot + 1, by: Self.slot) {
            let slot = Array(directory[start..<start + Self.slot])
            if slot[0] == 0xFF {
                // One that was deleted; a blank one is the end.
                if slot[1] == 0xFF { break }
                continue
            }
            guard let entry = Entry(slot, isLittle: isLittle, chipSize: chipSize) else { return nil }
            result.append(entry.partition)
        }
        result.sort { ($0.offset, $0.end) < ($1.offset, $1.end) }
        return result.count > 1 ? result : nil
    }

    private struct Entry {
        let partition: Partition

        init?(_ slot: [UInt8], isLittle: Bool, chipSize: Int) {
            let name = slot[..<16].prefix { $0 != 0 }
            guard !name.isEmpty, name.count < 16, name.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
            func word(_ offset: Int) -> Int { Int(Field.number(slot, offset, 4, isLittle: isLittle)) }
            // Addresses are the processor's: the chip's lie in their lower bits.
            var window = 1
            while window < chipSize { window <<= 1 }
            let offset = word(16) & (window - 1)
            let size = word(24)
            guard size > 0, offset < chipSize, size <= chipSize - offset else { return nil }
            partition = Partition(name: String(decoding: name, as: UTF8.self), offset: offset, size: size)
        }
    }
}
