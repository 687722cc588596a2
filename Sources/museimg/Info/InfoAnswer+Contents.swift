// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import Inspect

extension InfoAnswer {
    /// Something recognised.
    struct Item: Encodable {
        let kind: String
        let name: String?
        let offset: Int
        let fileOffset: Int?
        let size: Int?
        let confidence: String
        let evidence: String
        let details: [String: Value]
        let parts: [Part]
        let problems: [String]

        init(_ content: Content) {
            kind = content.kind
            name = content.name
            offset = content.offset
            fileOffset = content.fileOffset
            size = content.size
            confidence = "\(content.confidence)"
            evidence = content.evidence
            details = Value.table(content.details)
            parts = content.parts.map(Part.init)
            problems = content.problems
        }
    }

    /// A volume or an image inside.
    struct Part: Encodable {
        let kind: String
        let name: String
        let offset: Int?
        let details: [String: Value]
        let contents: [Item]

        init(_ part: Content.Part) {
            kind = part.kind
            name = part.name
            offset = part.offset
            details = Value.table(part.details)
            contents = part.contents.map(Item.init)
        }
    }

    /// A number or a text.
    enum Value: Encodable {
        case number(Int)
        case text(String)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            }
        }

        static func table(_ details: [Content.Detail]) -> [String: Value] {
            details.reduce(into: [:]) { table, detail in
                table[detail.name] = detail.number.map(Value.number) ?? .text(detail.value)
            }
        }
    }
}
