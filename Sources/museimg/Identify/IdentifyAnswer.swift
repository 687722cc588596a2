// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Identification
import PageLayout

/// `museimg.identify/1`
struct IdentifyAnswer: Encodable {
    let schema = "museimg.identify/1"
    let path: String
    let proved: Bool
    /// The best first.
    let candidates: [Candidate]
    let remarks: [String]
    let notTried: [String]
    /// The flags that say what is proved.
    let use: String?

    struct Candidate: Encodable {
        let geometry: Shape
        let order: String
        let proved: Bool
        let log2Chance: Int?
        /// The layout of most blocks.
        let layout: String?
        let ranges: [Range]
        let evidence: [Item]
        let assumesBlock: Bool
        let indistinguishable: [String]
        let marker: Marker?
    }

    struct Shape: Encodable {
        let pageSize: Int
        let oobSize: Int
        let pagesPerBlock: Int
        let blocks: Int?
    }

    struct Range: Encodable {
        let first: Int
        let last: Int
        let layout: String?
    }

    struct Item: Encodable {
        let text: String
        let tested: Int?
        let matches: Int?
        let log2Chance: Int?
    }

    /// Bytes of the raw page, and pages of the block from its first or, negative, behind its last.
    struct Marker: Encodable {
        let byte: Int
        let bytes: Int
        let pages: [Int]
    }

    init(_ subject: Subject, _ report: IdentificationReport, limit: Int, layout: String?) {
        path = subject.name
        proved = report.proved != nil
        candidates = report.candidates.prefix(limit).map(Candidate.init)
        remarks = report.remarks
        notTried = report.notTried
        use = IdentifyText.use(report, layout: layout)
    }
}

extension IdentifyAnswer.Candidate {
    init(_ candidate: IdentificationReport.Candidate) {
        let spec = candidate.geometry
        geometry = .init(
            pageSize: spec.pageSize, oobSize: spec.oobSize, pagesPerBlock: spec.pagesPerBlock, blocks: spec.blockCount)
        order = candidate.order.rawValue
        proved = candidate.isProved
        log2Chance = candidate.log2Chance < 0 ? Int(candidate.log2Chance) : nil
        layout = candidate.layout?.name
        ranges = candidate.ranges.map {
            .init(
                first: $0.blocks.lowerBound.rawValue, last: $0.blocks.upperBound.rawValue - 1, layout: $0.layout?.name)
        }
        evidence = candidate.evidence.map {
            .init(
                text: $0.text, tested: $0.tested > 0 ? $0.tested : nil, matches: $0.tested > 0 ? $0.matches : nil,
                log2Chance: $0.log2Chance < 0 ? Int($0.log2Chance) : nil)
        }
        assumesBlock = candidate.assumesBlock
        indistinguishable = candidate.indistinguishable
        marker = candidate.marker.map {
            .init(byte: $0.range.start / 8, bytes: $0.range.count / 8, pages: $0.pages.sorted())
        }
    }
}
