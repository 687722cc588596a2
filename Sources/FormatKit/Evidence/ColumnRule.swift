// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Decides for a page and OOB size by what the columns of the OOB look like.
enum ColumnRule {
    /// - Returns: nil unless exactly one size convinces.
    static func judge(_ sample: DumpSample, _ landmarks: [Landmark.Kind: [Landmark]]) -> GeometryCandidate? {
        let convincing = KnownShape.all.compactMap { shape -> (shape: KnownShape, profile: ColumnProfile)? in
            guard let profile = ColumnProfile(sample, shape), profile.isConvincing else { return nil }
            return (shape, profile)
        }
        guard convincing.count == 1, let (shape, profile) = convincing.first else { return nil }
        let block = BlockLength(shape, starts: writtenStarts(sample, shape), what: "writing begins anew")
        let rest = sample.size % shape.rawPageSize
        let size =
            rest == 0
            ? "the size is a multiple of \(shape.rawPageSize)" : "but the file ends \(rest) bytes into a page"
        return GeometryCandidate(
            spec: shape.spec(pagesPerBlock: block.pages), confidence: .likely,
            reasons: [
                "with \(shape.pageSize)+\(shape.oobSize), OOB byte \(profile.column) is 0xFF in \(profile.blank) of "
                    + "\(profile.rows) written pages, and no data byte is",
                size, block.reason,
            ], assumesBlock: block.isAssumed)
    }

    /// Pages behind an erased one that are written: where a block begins.
    private static func writtenStarts(_ sample: DumpSample, _ shape: KnownShape) -> [Int] {
        var starts: [Int] = []
        for window in sample.windows {
            window.bytes.withUnsafeBytes { bytes in
                var page = (window.offset + shape.rawPageSize - 1) / shape.rawPageSize
                var wasErased = false
                while (page + 1) * shape.rawPageSize - window.offset <= bytes.count {
                    let from = page * shape.rawPageSize - window.offset
                    let isErased = UniformBytes.isFilled(
                        UnsafeRawBufferPointer(rebasing: bytes[from..<(from + shape.rawPageSize)]), with: 0xFF)
                    if wasErased, !isErased { starts.append(page) }
                    wasErased = isErased
                    page += 1
                }
            }
        }
        return starts
    }
}
