// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The erase blocks of one UBI device, in the order of their places.
struct UBIDevice {
    private let first: UBIEraseHeader
    private var offsets: [Int] = []
    private var imageSequence: UInt32
    private var eraseCounts: ClosedRange<UInt64>
    private var volumes: [UInt32: Volume] = [:]

    /// What the blocks of a volume tell.
    struct Volume {
        var isStatic = false
        /// LEBs that are there.
        var blocks = Set<Int>()
        /// Where LEB 0 and LEB 1 begin: the newest copy of each.
        var heads: [Int: (offset: Int, sequence: UInt64)] = [:]
    }

    init(_ header: UBIEraseHeader) {
        first = header
        imageSequence = header.imageSequence
        eraseCounts = header.eraseCount...header.eraseCount
    }

    /// Whether a block belongs to the same device; old tools leave the sequence at 0.
    func accepts(_ header: UBIEraseHeader) -> Bool {
        header.volumeHeaderOffset == first.volumeHeaderOffset && header.dataOffset == first.dataOffset
            && (header.imageSequence == imageSequence || header.imageSequence == 0 || imageSequence == 0)
    }

    mutating func add(_ offset: Int, _ header: UBIEraseHeader, _ volume: UBIVolumeHeader?) {
        offsets.append(offset)
        if imageSequence == 0 { imageSequence = header.imageSequence }
        eraseCounts = min(eraseCounts.lowerBound, header.eraseCount)...max(eraseCounts.upperBound, header.eraseCount)
        guard let volume else { return }
        var known = volumes[volume.volume, default: Volume()]
        known.isStatic = volume.isStatic
        known.blocks.insert(volume.block)
        if volume.block <= 1, known.heads[volume.block].map({ $0.sequence <= volume.sequence }) ?? true {
            known.heads[volume.block] = (offset, volume.sequence)
        }
        volumes[volume.volume] = known
    }

    func content(_ view: DataView, _ inspector: PartInspector) throws -> Content {
        let spacing = Spacing(offsets)
        let start = offsets.first ?? 0
        let size = spacing.map { (offsets.last ?? start) - start + $0.period }
        let parts = try volumeParts(view, inspector)
        var details: [Content.Detail] = [
            .init("image sequence", ByteCount.hex(Int(imageSequence), digits: 8), .named)
        ]
        if let spacing { details.append(.init("block", spacing.period)) }
        details += [
            .init("volume header offset", first.volumeHeaderOffset), .init("data offset", first.dataOffset),
            .init("blocks", offsets.count),
            .init("erase counts", "\(eraseCounts.lowerBound)..\(eraseCounts.upperBound)"),
        ]
        return Content(
            "UBI", at: start, size: size, .certain,
            evidence: "CRC of \(offsets.count == 1 ? "a header" : "\(offsets.count) headers")"
                + (spacing.map { " at a distance of \(ByteCount.hex($0.period))" } ?? ""),
            details: details, parts: parts)
    }

    /// Volumes from the table; where it is lost, from the blocks.
    private func volumeParts(_ view: DataView, _ inspector: PartInspector) throws -> [Content.Part] {
        let table = try UBIVolumeTable(volumes[UBIVolumeHeader.internalVolumes], dataOffset: first.dataOffset, view)
        var parts: [Content.Part] = []
        for record in table.records { parts.append(try part(record.id, record, view, inspector)) }
        let unnamed = volumes.keys.filter { id in
            id < UBIVolumeHeader.internalVolumes && !table.records.contains { $0.id == id }
        }
        for id in unnamed.sorted() { parts.append(try part(id, nil, view, inspector)) }
        return parts
    }

    private func part(
        _ id: UInt32, _ record: UBIVolumeTable.Record?, _ view: DataView, _ inspector: PartInspector
    ) throws -> Content.Part {
        let volume = volumes[id]
        let head = volume?.heads[0].map { $0.offset + first.dataOffset }
        let inner = try head.flatMap { try inspector.content(at: $0, in: view) }
        var details: [Content.Detail] = [
            .init("id", Int(id)),
            .init("type", (record?.isStatic ?? volume?.isStatic ?? false) ? "static" : "dynamic"),
        ]
        if let record { details.append(.init("reserved LEBs", record.reservedBlocks)) }
        details.append(.init("mapped LEBs", volume?.blocks.count ?? 0))
        if record?.isGrowing == true { details.append(.init("flags", "autoresize")) }
        return Content.Part(
            kind: "volume", name: record?.name ?? "volume \(id)", offset: head, details: details,
            contents: inner.map { [$0] } ?? [])
    }
}
