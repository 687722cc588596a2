// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect

/// `museimg.info/1`
struct InfoAnswer: Encodable {
    let schema = "museimg.info/1"
    let image: ImageAnswer
    let fileSize: Int
    /// How the formats of the chain were found.
    let opening: [Link]
    let geometryOrigin: Origin
    /// Present when a layout is known.
    let layouts: [LayoutRangeAnswer]?
    let layoutOrigin: Origin?
    let blocks: Blocks
    /// Present when not every page was read.
    let sample: Sample?
    let contents: [Item]
    let findings: [FindingAnswer]
    let next: [String]

    struct Link: Encodable {
        let format: String
        let confidence: String
        let reason: String
        let member: String?
    }

    struct Origin: Encodable {
        let kind: String
        let reason: String?

        init(_ origin: GeometryOrigin) {
            switch origin {
            case .given: (kind, reason) = ("given", nil)
            case .stated: (kind, reason) = ("stated", nil)
            case .found(let why): (kind, reason) = ("found", why)
            case .assumed(let why): (kind, reason) = ("assumed", why)
            }
        }

        init(_ origin: LayoutOrigin) {
            switch origin {
            case .given: (kind, reason) = ("given", nil)
            case .proved(let why): (kind, reason) = ("proved", why)
            }
        }
    }

    struct Sample: Encodable {
        let head: Int
        let stride: Int

        init?(_ coverage: Coverage) {
            guard !coverage.isWhole else { return nil }
            head = coverage.head
            stride = coverage.stride
        }
    }

    init(_ subject: Subject, _ inspection: Inspection, next: [String]) {
        image = ImageAnswer(subject)
        fileSize = subject.opened.file.size
        opening = subject.opened.chain.map {
            Link(format: $0.format, confidence: "\($0.confidence)", reason: $0.reason, member: $0.member)
        }
        geometryOrigin = Origin(subject.image.geometryOrigin)
        layouts = LayoutRangeAnswer.all(subject.layouts)
        layoutOrigin = subject.layoutOrigin.map(Origin.init)
        blocks = Blocks(inspection.blocks, subject.image.marker)
        sample = Sample(inspection.coverage)
        contents = inspection.contents.map(Item.init)
        findings = inspection.findings.map(FindingAnswer.init)
        self.next = next
    }
}
