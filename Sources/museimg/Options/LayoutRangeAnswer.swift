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
    /// Absent where none is known.
    let ecc: ECC?

    struct ECC: Encodable {
        let code: String
        let strength: Int
        /// Of data, in bytes.
        let stepSize: Int
        let stepsPerPage: Int

        init?(_ layout: PageLayout) {
            guard layout.code.isKnown else { return nil }
            code = layout.code.description
            strength = layout.code.strength
            stepSize = layout.stepSize
            stepsPerPage = layout.steps.count
        }
    }

    /// Ascending; nil when no layout is known.
    static func all(_ plan: LayoutPlan?) -> [LayoutRangeAnswer]? {
        plan?.parts.map { part in
            LayoutRangeAnswer(
                firstBlock: part.blocks.lowerBound.rawValue, blocks: part.blocks.count,
                name: part.codec?.layout.name, title: part.codec?.layout.title,
                ecc: (part.codec?.layout).flatMap(ECC.init))
        }
    }
}
