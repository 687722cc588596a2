// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

/// Blocks and the layout of their pages, in JSON.
struct LayoutRangeAnswer: Encodable {
    let firstBlock: Int
    let blocks: Int
    /// Absent where the layout is unknown.
    let name: String?
    let title: String?

    /// Ascending; nil when no layout is known.
    static func all(_ plan: LayoutPlan?) -> [LayoutRangeAnswer]? {
        plan?.parts.map { part in
            LayoutRangeAnswer(
                firstBlock: part.blocks.lowerBound.rawValue, blocks: part.blocks.count,
                name: part.codec?.layout.name, title: part.codec?.layout.title)
        }
    }
}
