// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Check
import Flash
import PageLayout

/// `museimg.check/1`: a header, with --pages an object for each uncorrectable step, and a report for each image.
struct CheckJSON: CheckPrinter {
    private let geometry: Geometry
    private let console: Console

    init(_ subjects: [Subject], listsPages: Bool, _ console: Console) throws {
        self.console = console
        geometry = subjects[0].geometry
        try console.printJSON(Header(images: subjects.map(ImageAnswer.init), listsPages: listsPages))
    }

    private struct Header: Encodable {
        let schema = "museimg.check/1"
        let images: [ImageAnswer]
        /// Whether every uncorrectable step is listed.
        let listsPages: Bool
    }

    private struct Listed: Encodable {
        let image: Int?
        let vote: Bool?
        let uncorrectable: StepAnswer
    }

    func uncorrectable(_ step: UncorrectableStep, _ subject: CheckSubject) throws {
        let answer = StepAnswer(step, geometry)
        switch subject {
        case .image(let i): try console.printJSON(Listed(image: i, vote: nil, uncorrectable: answer))
        case .vote: try console.printJSON(Listed(image: nil, vote: true, uncorrectable: answer))
        }
    }

    func report(_ report: CheckReport, _ subject: CheckSubject, _ vote: VoteTotals?) throws {
        var image: Int?
        if case .image(let i) = subject { image = i }
        try console.printJSON(CheckAnswer(report, image: image, vote: vote.map(VoteAnswer.init)))
    }
}

/// A step that cannot be corrected.
struct StepAnswer: Encodable {
    let page: Int
    let block: Int
    let pageInBlock: Int
    let step: Int
    let fileOffset: Int?

    init(_ step: UncorrectableStep, _ geometry: Geometry) {
        page = step.page.rawValue
        block = geometry.block(of: step.page).rawValue
        pageInBlock = step.page.rawValue % geometry.pagesPerBlock
        self.step = step.step
        fileOffset = step.fileOffset
    }
}

/// What a vote came to.
struct VoteAnswer: Encodable {
    let pages: [String: Int]
    let differingBits: Int
    let tiedBits: Int
    let stepsFromImage: [Int]
    let stepsFromMajority: Int
    let undecidedSteps: Int
    let disputedSteps: Int

    init(_ vote: VoteTotals) {
        pages = Dictionary(uniqueKeysWithValues: VoteRule.allCases.map { ($0.rawValue, vote.pages[$0] ?? 0) })
        differingBits = vote.differingBits
        tiedBits = vote.tiedBits
        stepsFromImage = vote.stepsFromCopy
        stepsFromMajority = vote.stepsFromMajority
        undecidedSteps = vote.undecidedSteps
        disputedSteps = vote.disputedSteps
    }
}
