// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import PageLayout

/// The report on one image, or on all together.
struct CheckAnswer: Encodable {
    /// Which one, counted from 0; absent for all together.
    let image: Int?
    let vote: VoteAnswer?
    let pages: [String: Int]
    let uncheckedPages: Int
    let uncorrectablePages: Int
    let uncorrectableSteps: Int
    /// The first few.
    let uncorrectable: [StepAnswer]
    let worst: [Worst]
    let layouts: [Layout]
    let badBlocks: BadBlocks

    init(_ report: CheckReport, image: Int?, vote: VoteAnswer?) {
        self.image = image
        self.vote = vote
        pages = Dictionary(
            uniqueKeysWithValues: PageState.allCases.filter { $0 != .uncorrectable }.map {
                ($0.description, report.pages[$0] ?? 0)
            })
        uncheckedPages = report.uncheckedPages
        uncorrectablePages = report.uncorrectablePages
        uncorrectableSteps = report.uncorrectableSteps
        uncorrectable = report.uncorrectable.map { StepAnswer($0, report.geometry) }
        worst = report.worst.map { Worst($0, report.geometry) }
        layouts = report.layouts.map(Layout.init)
        badBlocks = BadBlocks(report.badBlocks)
    }

    struct Worst: Encodable {
        let page: Int
        let block: Int
        let pageInBlock: Int
        let worstStep: Int
        let total: Int
        let fileOffset: Int?

        init(_ page: PageFlips, _ geometry: Geometry) {
            self.page = page.page.rawValue
            block = geometry.block(of: page.page).rawValue
            pageInBlock = page.page.rawValue % geometry.pagesPerBlock
            worstStep = page.worstStep
            total = page.total
            fileOffset = page.fileOffset
        }
    }

    /// Steps by the number of wrong bits; index 0 is for none.
    struct Steps: Encodable {
        let clean: Int
        let corrected: [Int]
        let erased: [Int]
        let uncorrectable: Int

        init(_ totals: StepTotals) {
            clean = totals.clean
            corrected = totals.corrected
            erased = totals.erased
            uncorrectable = totals.uncorrectable
        }
    }

    struct Layout: Encodable {
        let name: String
        let blocks: [BlockRun]
        let checked: Bool
        let strength: Int
        let pages: Int
        let steps: Steps
        let stepsByPosition: [Steps]
        let programmedBits: Int
        let correctedBits: Int
        let zeroToOne: Int
        let oneToZero: Int
        let erasedBits: Int
        let erasedFlips: Int
        let bitErrorRate: Double?

        init(_ check: LayoutCheck) {
            let totals = check.totals
            name = check.layout.name
            blocks = BlockRun.all(check.blocks)
            checked = check.isChecked
            strength = check.layout.code.strength
            pages = check.pages
            steps = Steps(totals)
            stepsByPosition = check.positions.map(Steps.init)
            programmedBits = check.programmedBits
            correctedBits = totals.correctedBits
            zeroToOne = check.zeroToOne
            oneToZero = check.oneToZero
            erasedBits = check.erasedBits
            erasedFlips = totals.erasedFlips
            bitErrorRate =
                check.programmedBits > 0 ? Double(totals.correctedBits) / Double(check.programmedBits) : nil
        }
    }

    /// Consecutive blocks.
    struct BlockRun: Encodable {
        let first: Int
        let count: Int

        static func all(_ blocks: BlockSet) -> [BlockRun] {
            blocks.runs.map { BlockRun(first: $0.lowerBound.rawValue, count: $0.count) }
        }
    }
}
