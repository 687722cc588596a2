// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// How the spacing of one kind of landmark tells a geometry.
struct LandmarkRule: Sendable {
    let kind: Landmark.Kind
    let judge:
        @Sendable (_ spacing: Spacing, _ marks: [Landmark], _ source: any ByteSource) throws -> GeometryCandidate?
}

/// The rules, the surest first.
enum LandmarkRules {
    static let all: [LandmarkRule] = [
        LandmarkRule(kind: .ubiHeader, judge: ubi),
        LandmarkRule(kind: .yaffsTags, judge: yaffs),
        LandmarkRule(kind: .jffs2OOBMarker, judge: jffs2OOB),
        LandmarkRule(kind: .jffs2CleanMarker, judge: jffs2),
    ]

    private static func sentence(_ kind: Landmark.Kind, _ spacing: Spacing) -> String {
        "\(spacing.count) \(kind.rawValue) at a distance of \(ByteCount.hex(spacing.period))"
    }

    /// A header at the start of each block: the distance is the block's size in the dump.
    private static func ubi(
        _ spacing: Spacing, _ marks: [Landmark], _ source: any ByteSource
    ) throws -> GeometryCandidate? {
        guard spacing.phase == 0,
            let mark = marks.first(where: { $0.offset % spacing.period == 0 }),
            let header = UBIEraseHeader(try source.bytes(at: mark.offset, count: UBIEraseHeader.size))
        else { return nil }
        let reason = sentence(.ubiHeader, spacing)
        if spacing.period.nonzeroBitCount == 1 {
            guard let page = header.pageSizes.first(where: { spacing.period / $0 >= 16 || $0 == 1 }) else { return nil }
            let spec = GeometrySpec(pageSize: page, oobSize: 0, pagesPerBlock: spacing.period / page)
            return GeometryCandidate(
                spec: spec, confidence: .certain, reasons: [reason, "their offsets tell the page size"],
                period: spacing.period, landmark: .ubiHeader)
        }
        var fits: [(shape: KnownShape, pages: Int)] = []
        for shape in KnownShape.all where header.pageSizes.contains(shape.pageSize) {
            if let pages = shape.pages(inRawBlock: spacing.period) { fits.append((shape, pages)) }
        }
        let placed = try fits.filter { try hasVolumeHeader(header, marks, spacing, $0.shape, source) }
        guard let best = placed.first ?? (fits.count == 1 ? fits.first : nil) else { return nil }
        let second =
            placed.isEmpty
            ? "no other known page size divides it"
            : "their volume headers lie where pages of \(best.shape.pageSize)+\(best.shape.oobSize) put them"
        return GeometryCandidate(
            spec: best.shape.spec(pagesPerBlock: best.pages), confidence: .certain, reasons: [reason, second],
            period: spacing.period, landmark: .ubiHeader)
    }

    /// Whether some block has its volume header where pages of `shape` put it.
    private static func hasVolumeHeader(
        _ header: UBIEraseHeader, _ marks: [Landmark], _ spacing: Spacing, _ shape: KnownShape,
        _ source: any ByteSource
    ) throws -> Bool {
        let place =
            header.volumeHeaderOffset / shape.pageSize * shape.rawPageSize
            + header.volumeHeaderOffset % shape.pageSize
        for mark in marks.prefix(64) where mark.offset % spacing.period == 0 {
            if UBIVolumeHeader(try source.bytes(at: mark.offset + place, count: 64)) != nil { return true }
        }
        return false
    }

    /// Tags in each written page's OOB: the distance is the page's size in the dump.
    private static func yaffs(
        _ spacing: Spacing, _ marks: [Landmark], _ source: any ByteSource
    ) throws -> GeometryCandidate? {
        guard spacing.count >= 3 else { return nil }
        let fits = KnownShape.all.filter {
            spacing.period % $0.rawPageSize == 0
                && ($0.pageSize..<$0.rawPageSize).contains(spacing.phase % $0.rawPageSize)
        }
        guard let shape = fits.first(where: { $0.rawPageSize == spacing.period }) ?? fits.first else { return nil }
        // Another sequence number is another block.
        var starts: [Int] = []
        for (a, b) in zip(marks, marks.dropFirst()) where a.sequence != b.sequence {
            starts.append(b.offset / shape.rawPageSize)
        }
        let block = BlockLength(shape, starts: starts, what: "the sequence number changes")
        return GeometryCandidate(
            spec: shape.spec(pagesPerBlock: block.pages), confidence: .certain,
            reasons: [
                sentence(.yaffsTags, spacing)
                    + ", \(spacing.phase % shape.rawPageSize - shape.pageSize) bytes into the OOB",
                block.reason,
            ], assumesBlock: block.isAssumed, period: spacing.period, landmark: .yaffsTags)
    }

    /// A marker in the OOB of each block's first page.
    private static func jffs2OOB(
        _ spacing: Spacing, _ marks: [Landmark], _ source: any ByteSource
    ) throws -> GeometryCandidate? {
        let fits = KnownShape.all.compactMap { shape -> (shape: KnownShape, pages: Int)? in
            guard (shape.pageSize..<shape.rawPageSize).contains(spacing.phase),
                let pages = shape.pages(inRawBlock: spacing.period)
            else { return nil }
            return (shape, pages)
        }
        // Blocks that are full of old data may have lost theirs: the distance is then a multiple.
        let usual = fits.first { $0.shape.pagesPerBlock.contains($0.pages) }
        guard let best = usual ?? fits.first else { return nil }
        return GeometryCandidate(
            spec: best.shape.spec(pagesPerBlock: best.pages), confidence: .certain,
            reasons: [
                sentence(.jffs2OOBMarker, spacing) + ", \(spacing.phase - best.shape.pageSize) bytes into it"
            ], period: spacing.period, landmark: .jffs2OOBMarker)
    }

    /// A marker at the start of each block of NOR.
    private static func jffs2(
        _ spacing: Spacing, _ marks: [Landmark], _ source: any ByteSource
    ) throws -> GeometryCandidate? {
        guard spacing.phase == 0, spacing.period.nonzeroBitCount == 1, (4096...(1 << 22)).contains(spacing.period)
        else {
            return nil
        }
        let spec = GeometrySpec(pageSize: 1, oobSize: 0, pagesPerBlock: spacing.period)
        return GeometryCandidate(
            spec: spec, confidence: .certain, reasons: [sentence(.jffs2CleanMarker, spacing)], period: spacing.period,
            landmark: .jffs2CleanMarker)
    }
}
