// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// YAFFS2 by the tags in the OOB of blocks' first pages: there is no other magic.
struct YAFFSCollector {
    private let geometry: Geometry
    /// Where in the OOB tags were seen first, in bytes.
    private var place: Int?
    private var blocks: ClosedRange<Int>?
    private var count = 0

    init(_ geometry: Geometry) { self.geometry = geometry }

    mutating func take(_ run: PageRun) {
        guard geometry.oobSize >= YAFFSTags.size, run.state == .programmed else { return }
        let first = run.pages.lowerBound.rawValue
        for page in run.pages where page.rawValue % geometry.pagesPerBlock < 2 {
            guard hasTags(run.oob, (page.rawValue - first) * geometry.oobSize) else { continue }
            let block = page.rawValue / geometry.pagesPerBlock
            blocks = min(blocks?.lowerBound ?? block, block)...max(blocks?.upperBound ?? block, block)
            count += 1
        }
    }

    private mutating func hasTags(_ oob: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        if let place { return YAFFSTags(oob, at: start + place) != nil }
        place = stride(from: 0, through: geometry.oobSize - YAFFSTags.size, by: 2).first {
            YAFFSTags(oob, at: start + $0) != nil
        }
        return place != nil
    }

    func contents() -> [Content] {
        // One set of tags with a good ECC may be chance in a big dump; two are not.
        guard let blocks, let place, count >= 2 else { return [] }
        var content = Content(
            "YAFFS2", at: blocks.lowerBound * geometry.blockSize, size: blocks.count * geometry.blockSize, .certain,
            evidence: "ECC of the tags in the OOB of \(count) pages at block starts",
            details: [.init("tags at OOB byte", place, .named)])
        content.ownsExtent = false
        return [content]
    }
}
