// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// Into how many parts a chip's pages were divided when they were programmed, as UBI in it shows.
///
/// UBI puts its second header at the second subpage, and attaches only where the MTD says the same.
public enum SubpageEvidence {
    /// Blocks that are looked at.
    private static let limit = 64

    /// - Parameter source: corrected pages.
    /// - Returns: how often a page is halved; nil where there is no UBI.
    public static func shift(in source: any PageSource) -> Int? {
        let geometry = source.geometry
        guard !geometry.isNOR, geometry.pageSize >= UBIEraseHeader.size else { return nil }
        let buffer = PageBuffer(geometry: geometry, capacity: 1)
        for block in 0..<min(limit, geometry.blockCount) {
            let page = PageRange(from: geometry.firstPage(of: BlockNumber(block)), count: 1)
            if let known = source.knownExtent(at: page.lowerBound), known.content != .bytes { continue }
            guard (try? source.read(page, into: buffer)) != nil,
                let header = UBIEraseHeader(Array(buffer.data(of: page).prefix(UBIEraseHeader.size)))
            else { continue }
            switch geometry.pageSize / max(1, header.volumeHeaderOffset) {
            case 2: return 1
            case 4: return 2
            default: return 0
            }
        }
        return nil
    }
}
