// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash

/// `museimg.store-log/1`
struct StoreLogHeader: JSON.Answer {
    let schema = "museimg.store-log/1"
    let store: String
    /// The number of the last one.
    let records: Int
    /// Marks that name the base.
    let base: [String]
}

/// Records of a store that are one line of its log.
struct StoreLogLine: Encodable {
    let kind: String
    /// Numbers of the first and the last record.
    let first: Int
    let last: Int
    /// Of programs.
    let firstPage: Int?
    let pages: Int?
    /// Of programs, erases and bad blocks.
    let firstBlock: Int?
    let blocks: Int?
    /// Of marks and rewinds: the record that is meant.
    let target: Int?
    /// A mark's name; what a fault was.
    let text: String?
    /// Marks that name the last record, sorted.
    let marks: [String]

    private let place: String

    private enum CodingKeys: CodingKey {
        case kind, first, last, firstPage, pages, firstBlock, blocks, target, text, marks
    }

    init(_ entry: StoreLog.Entry, _ geometry: Geometry, _ names: [Int: [String]]) {
        (first, last) = (entry.sequences.lowerBound, entry.sequences.upperBound)
        marks = names[last] ?? []
        kind = entry.kind.word
        let isEvent = entry.kind == .mark || entry.kind == .rewind
        target = isEvent ? entry.places.lowerBound : nil
        text = entry.text.isEmpty ? nil : entry.text
        let (low, high) = (entry.places.lowerBound, entry.places.upperBound)
        switch entry.kind {
        case .program:
            let block = geometry.block(of: PageNumber(low))
            let end = geometry.block(of: PageNumber(high))
            (firstPage, pages) = (low, high - low + 1)
            (firstBlock, blocks) = (block.rawValue, end.rawValue - block.rawValue + 1)
            place = PlaceWords.pages(PageNumber(low), PageNumber(high), geometry)
        case .erase, .markBad:
            (firstPage, pages) = (nil, nil)
            (firstBlock, blocks) = (low, high - low + 1)
            place = low == high ? "block \(low)" : "blocks \(low)..\(high)"
        case .mark:
            (firstPage, pages, firstBlock, blocks) = (nil, nil, nil, nil)
            place = "\(entry.text) is \(low)"
        case .rewind:
            (firstPage, pages, firstBlock, blocks) = (nil, nil, nil, nil)
            place = "to \(low)" + (names[low].map { " (\($0.joined(separator: ", ")))" } ?? "")
        default:
            (firstPage, pages, firstBlock, blocks) = (nil, nil, nil, nil)
            place = entry.text
        }
    }

    /// - Parameter time: nanoseconds since 1970; nil for none.
    func text(withTime time: UInt64?) -> String {
        let numbers = first == last ? "\(first)" : "\(first)..\(last)"
        let when = time.map { "  " + StoreTime.text($0) } ?? ""
        let names = marks.isEmpty ? "" : "  (\(marks.joined(separator: ", ")))"
        return "\(numbers)\(when)  \(kind)" + (place.isEmpty ? "" : "  \(place)") + names
    }
}
