// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Inspect

/// `museimg.compare/1`: a header, one object for each page that differs, and the sums at the end.
struct CompareJSON: ComparePrinter {
    private let geometry: Geometry
    private let console: Console

    init(_ a: Subject, _ b: Subject, withOOB: Bool, isRaw: Bool, _ console: Console) throws {
        geometry = a.geometry
        self.console = console
        try console.printJSON(
            Header(
                a: ImageAnswer(a), b: ImageAnswer(b), layoutsOfA: LayoutRangeAnswer.all(a.layouts),
                layoutsOfB: LayoutRangeAnswer.all(b.layouts), oob: withOOB, raw: isRaw))
    }

    private struct Header: Encodable {
        let schema = "museimg.compare/1"
        let a: ImageAnswer
        let b: ImageAnswer
        let layoutsOfA: [LayoutRangeAnswer]?
        let layoutsOfB: [LayoutRangeAnswer]?
        /// Whether the OOB is compared.
        let oob: Bool
        /// Whether bits are compared as they lie.
        let raw: Bool
    }

    private struct Difference: Encodable {
        let firstPage: Int
        let pages: Int
        let block: Int
        let dataOffset: Int
        /// In the page.
        let firstDataByte: Int?
        let firstOOBByte: Int?
        let bits: Int
    }

    /// In pages; on NOR, in bytes.
    private struct Sums: Encodable {
        let equal: Bool
        let identical: Int
        let different: Int
        let differentBits: Int
        let onlyInA: Int
        let onlyInB: Int
        let inNeither: Int
        let unreadable: Int
        let uncorrectableInA: Int
        let uncorrectableInB: Int
        let badBlocksOnlyInA: Int
        let badBlocksOnlyInB: Int
    }

    func difference(_ difference: PageDifference) throws {
        let first = difference.pages.lowerBound
        try console.printJSON(
            Difference(
                firstPage: first.rawValue, pages: difference.pages.count, block: geometry.block(of: first).rawValue,
                dataOffset: first.rawValue * geometry.pageSize, firstDataByte: difference.firstData,
                firstOOBByte: difference.firstOOB, bits: difference.bits))
    }

    func end(_ totals: ComparisonTotals) throws {
        try console.printJSON(
            Sums(
                equal: totals.isEqual, identical: totals.identical, different: totals.different,
                differentBits: totals.bits, onlyInA: totals.onlyInA, onlyInB: totals.onlyInB,
                inNeither: totals.inNeither, unreadable: totals.unreadable, uncorrectableInA: totals.uncorrectableInA,
                uncorrectableInB: totals.uncorrectableInB, badBlocksOnlyInA: totals.badOnlyInA,
                badBlocksOnlyInB: totals.badOnlyInB))
    }
}
