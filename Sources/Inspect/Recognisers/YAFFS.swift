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
    private var objects = Set<UInt32>()

    private static let minBlocks = 1
    private static let maxObjects = 1 << 16

    init(_ geometry: Geometry) { self.geometry = geometry }

    mutating func take(_ run: PageRun) {
        guard geometry.oobSize >= YAFFSTags.size, run.state == .programmed else { return }
        let first = run.pages.lowerBound.rawValue
        for page in run.pages where page.rawValue % geometry.pagesPerBlock < 2 {
            guard let tags = tags(run.oob, (page.rawValue - first) * geometry.oobSize) else { continue }
            let block = page.rawValue / geometry.pagesPerBlock
            blocks = min(blocks?.lowerBound ?? block, block)...max(blocks?.upperBound ?? block, block)
            count += 1
            if objects.count < YAFFSCollector.maxObjects { objects.insert(tags.object) }
        }
    }

    private mutating func tags(_ oob: UnsafeRawBufferPointer, _ start: Int) -> YAFFSTags? {
        if let place { return YAFFSTags(oob, at: start + place) }
        for offset in stride(from: 0, through: geometry.oobSize - YAFFSTags.size, by: 2) {
            if let tags = YAFFSTags(oob, at: start + offset) {
                place = offset
                return tags
            }
        }
        return nil
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
