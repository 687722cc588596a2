// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// `museimg.layouts/1`
struct LayoutsAnswer: Encodable {
    let schema = "museimg.layouts/1"
    let layouts: [Item]

    struct Item: Encodable {
        let name: String
        let title: String
        let code: String
        /// `PAGE+OOB`.
        let geometries: [String]
        let sureness: String
        let source: String
        let notes: String?
        /// Of the layout that was asked for.
        let page: Page?
    }

    struct Page: Encodable {
        let pageSize: Int
        let oobSize: Int
        /// Bits of a byte are counted in this order.
        let bitOrder: String
        let steps: [Step]
        let fields: [Field]
        let marker: Span?
        let isScrambled: Bool
    }

    struct Step: Encodable {
        let message: [Span]
        let parity: [Span]
    }

    /// Bits of the raw page.
    struct Span: Encodable {
        let firstBit: Int
        let bits: Int
        /// In a message: whether it is data or OOB.
        var part: String?

        init(_ range: BitRange, _ part: String? = nil) {
            firstBit = range.start
            bits = range.count
            self.part = part
        }
    }

    struct Field: Encodable {
        let kind: String
        let firstBit: Int
        let bits: Int
        let step: Int?
    }

    init(_ items: [Item]) { layouts = items.sorted { $0.name < $1.name } }
}

extension LayoutsAnswer.Item {
    init(_ template: LayoutTemplate) throws {
        name = template.name
        title = template.title
        code = try template.codeSummary
        geometries = template.shapes.sorted().map(\.description)
        sureness = template.sureness.rawValue
        source = template.source
        notes = template.notes
        page = nil
    }

    init(_ layout: PageLayout, _ template: LayoutTemplate?, of shape: LayoutTemplate.Shape) {
        name = layout.name
        title = layout.title
        code = layout.code.description
        geometries = (template?.shapes.sorted() ?? [shape]).map(\.description)
        sureness = layout.sureness.rawValue
        source = layout.source
        notes = template?.notes
        page = .init(layout)
    }
}

extension LayoutsAnswer.Page {
    init(_ layout: PageLayout) {
        pageSize = layout.pageSize
        oobSize = layout.oobSize
        bitOrder = layout.order.rawValue
        steps = layout.steps.map { step in
            LayoutsAnswer.Step(
                message: step.message.compactMap { piece in
                    switch piece {
                    case .data(let range): .init(range, "data")
                    case .oob(let range): .init(range, "oob")
                    case .constant: nil
                    }
                }, parity: step.parity.map { .init($0) })
        }
        fields = layout.fields.map {
            .init(kind: $0.kind.rawValue, firstBit: $0.range.start, bits: $0.range.count, step: $0.step)
        }
        marker = layout.marker.map { .init($0.range) }
        isScrambled = layout.scrambler != nil
    }
}
