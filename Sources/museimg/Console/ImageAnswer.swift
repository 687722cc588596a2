// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// An image as answers name it.
struct ImageAnswer: Encodable {
    let path: String
    /// Formats from the outside in.
    let chain: [String]
    let geometry: GeometryAnswer
    /// Present when page numbers are not the chip's.
    let positionsUnknown: String?
    let findings: [FindingAnswer]

    init(_ subject: Subject) {
        path = subject.name
        chain = subject.opened.chain.map(\.format)
        geometry = GeometryAnswer(subject.geometry)
        if case .unknown(let reason) = subject.image.positions {
            positionsUnknown = reason
        } else {
            positionsUnknown = nil
        }
        findings = subject.opened.findings.map(FindingAnswer.init)
    }
}

/// A chip's shape; sizes in bytes.
struct GeometryAnswer: Encodable {
    let pageSize: Int
    let oobSize: Int
    let pagesPerBlock: Int
    let blocks: Int

    init(_ geometry: Geometry) {
        pageSize = geometry.pageSize
        oobSize = geometry.oobSize
        pagesPerBlock = geometry.pagesPerBlock
        blocks = geometry.blockCount
    }
}

/// Something noticed in the bytes.
struct FindingAnswer: Encodable {
    let severity: String
    let message: String
    let fileOffset: Int?
    let count: Int
    let hint: String?

    init(_ finding: Finding) {
        severity = finding.severity.rawValue
        message = finding.message
        fileOffset = finding.offset
        count = finding.count
        hint = finding.hint
    }
}
