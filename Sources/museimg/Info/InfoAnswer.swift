// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect

/// `museimg.info/1`
struct InfoAnswer: Encodable {
    let schema = "museimg.info/1"
    let image: Image
    let chain: [Link]
    let geometry: Shape
    let positions: Place
    let blocks: Blocks
    let coverage: Reach
    let contents: [Item]
    let findings: [Note]
    let next: [String]

    struct Image: Encodable {
        let name: String
        let size: Int
    }

    struct Link: Encodable {
        let format: String
        let confidence: String
        let reason: String
        let member: String?
    }

    struct Shape: Encodable {
        let text: String
        let pageSize: Int
        let oobSize: Int
        let chipOOBSize: Int?
        let pagesPerBlock: Int
        let blockSize: Int
        let blockCount: Int
        let dataSize: Int
        let origin: String
        let reason: String?
    }

    struct Place: Encodable {
        let known: Bool
        let reason: String?
    }

    struct Blocks: Encodable {
        let total: Int
        let programmed: Int
        let erased: Int
        let bad: Int
        let missing: Int
        let unreadable: Int
        let badRanges: [Run]
        let marker: Marker?
    }

    struct Run: Encodable {
        let first: Int
        let last: Int
    }

    struct Marker: Encodable {
        let oobByte: Int
        let pages: [Int]
    }

    struct Reach: Encodable {
        let whole: Bool
        let headBytes: Int?
        let blockStride: Int?
    }

    struct Note: Encodable {
        let severity: String
        let message: String
        let offset: Int?
        let count: Int
        let hint: String?
    }

    init(_ subject: Subject, _ inspection: Inspection, next: [String]) {
        image = Image(name: subject.name, size: subject.opened.file.size)
        chain = subject.opened.chain.map {
            Link(format: $0.format, confidence: "\($0.confidence)", reason: $0.reason, member: $0.member)
        }
        geometry = Shape(subject.image, subject.geometry)
        positions = Place(subject.image.positions)
        blocks = Blocks(inspection.blocks, subject.image.marker)
        let reach = inspection.coverage
        coverage = Reach(
            whole: reach.isWhole, headBytes: reach.isWhole ? nil : reach.head,
            blockStride: reach.isWhole ? nil : reach.stride)
        contents = inspection.contents.map(Item.init)
        findings = (subject.image.findings + inspection.findings).map {
            Note(
                severity: $0.severity.rawValue, message: $0.message, offset: $0.offset, count: $0.count, hint: $0.hint)
        }
        self.next = next
    }
}

extension InfoAnswer.Shape {
    init(_ image: any RawImage, _ geometry: Geometry) {
        text = geometry.description
        pageSize = geometry.pageSize
        oobSize = geometry.oobSize
        chipOOBSize = image.chipOOBSize > 0 ? image.chipOOBSize : nil
        pagesPerBlock = geometry.pagesPerBlock
        blockSize = geometry.blockSize
        blockCount = geometry.blockCount
        dataSize = geometry.dataSize
        switch image.geometryOrigin {
        case .given: (origin, reason) = ("given", nil)
        case .stated: (origin, reason) = ("stated", nil)
        case .found(let why): (origin, reason) = ("found", why)
        case .assumed(let why): (origin, reason) = ("assumed", why)
        }
    }
}

extension InfoAnswer.Place {
    init(_ positions: Positions) {
        switch positions {
        case .exact: (known, reason) = (true, nil)
        case .unknown(let why): (known, reason) = (false, why)
        }
    }
}

extension InfoAnswer.Blocks {
    init(_ census: BlockCensus, _ marker: BadBlockMarker?) {
        total = census.total
        programmed = census.programmed
        erased = census.erased
        bad = census.bad.count
        missing = census.missing
        unreadable = census.unreadable
        badRanges = census.bad.runs.map {
            InfoAnswer.Run(first: $0.lowerBound.rawValue, last: $0.upperBound.rawValue - 1)
        }
        self.marker = marker.map { InfoAnswer.Marker(oobByte: $0.offset, pages: $0.pages) }
    }
}
