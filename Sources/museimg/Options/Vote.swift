// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Several images as one chip.
enum Vote {
    /// - Returns: nil when there is only one image.
    /// - Throws: ``UsageError`` when the images have different shapes.
    static func among(_ subjects: [Subject], _ tally: VoteTally) throws -> VotedSource? {
        guard let first = subjects.first, subjects.count > 1 else { return nil }
        do {
            return try VotedSource(subjects.map(\.raw), plan: first.layouts, tally: tally)
        } catch {
            throw UsageError(error.message, hint: "dumps of one chip have one shape; give it with -g")
        }
    }

    /// `3 dumps: 12 pages are not alike, in 40 bits: 11 decided by ECC, 1 by majority; 2 bits are a tie`
    static func line(_ totals: VoteTotals, images: Int) -> String {
        func pages(_ rules: VoteRule...) -> Int { rules.reduce(0) { $0 + (totals.pages[$1] ?? 0) } }
        let differing = pages(.decoded, .partial, .majority)
        guard differing > 0 else { return "\(images) dumps, all alike" }
        var line = "\(images) dumps: \(differing) pages are not alike, in \(totals.differingBits) bits: "
        line += "\(pages(.decoded)) decided by ECC, \(pages(.partial)) in part, \(pages(.majority)) by majority"
        if totals.tiedBits > 0 { line += "; \(totals.tiedBits) bits are a tie" }
        return line
    }
}
