// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash

/// An operation of a trace, as a line.
struct TraceLine: Encodable {
    let number: Int
    /// Nanoseconds since the first operation.
    let at: Int
    /// Nanoseconds.
    let took: Int
    let kind: String
    let firstPage: Int?
    /// On NOR, bytes.
    let pages: Int?
    /// Of erases and marks.
    let block: Int?
    let outcome: String
    let detail: String?
    private let place: String

    private enum CodingKeys: String, CodingKey {
        case number, at, took, kind, firstPage, pages, block, outcome, detail
    }

    /// - Parameter start: when the first operation began.
    init(_ operation: TraceOperation, since start: UInt64, _ geometry: Geometry) {
        number = operation.sequence
        // Clocks are set: what seems to be earlier was not.
        at = Int(clamping: operation.time >= start ? operation.time - start : 0)
        took = Int(clamping: operation.latency)
        kind = operation.kind.word
        outcome = operation.outcome.word
        detail = operation.text.isEmpty ? nil : operation.text
        let (pages, first) = (operation.pages, operation.pages.lowerBound)
        switch operation.kind {
        case .sync: (firstPage, self.pages, block, place) = (nil, nil, nil, "")
        case .erase, .markBad:
            let number = geometry.block(of: first)
            (firstPage, self.pages, block, place) = (nil, nil, number.rawValue, "\(number)")
        case .read, .program, .fault:
            let last = PageNumber(max(first.rawValue, pages.upperBound.rawValue - 1))
            (firstPage, self.pages, block) = (first.rawValue, pages.count, nil)
            place = PlaceWords.pages(first, last, geometry)
        }
    }

    var text: String {
        let start = [
            TextTable.padLeft("\(number)", 6), TextTable.padLeft(TraceTime.seconds(at), 11),
            TextTable.pad(kind, 8), TextTable.pad(place, 24),
        ]
        let end = kind == TraceOperation.Kind.fault.word ? "" : TextTable.padLeft(TraceTime.short(took), 8)
        let failure = outcome == TraceOutcome.done.word ? [] : [outcome]
        let words = start + [end] + failure + (detail.map { [$0] } ?? [])
        let line = words.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

/// Times of a trace, for people.
enum TraceTime {
    /// `12.000345`, from nanoseconds.
    static func seconds(_ nanoseconds: Int) -> String {
        let micro = "\(nanoseconds / 1000 % 1_000_000)"
        return "\(nanoseconds / 1_000_000_000)." + String(repeating: "0", count: 6 - micro.count) + micro
    }

    /// `345 ns`, `12.3 us`, `600 us`, `3.1 ms`, `2.0 s`: three digits, or two.
    static func short(_ nanoseconds: Int) -> String {
        let units = [(1, "ns"), (1000, "us"), (1_000_000, "ms"), (1_000_000_000, "s")]
        guard let (size, unit) = units.last(where: { nanoseconds >= $0.0 }) else { return "0 ns" }
        let tenths = nanoseconds / (size / 10 == 0 ? 1 : size / 10)
        return size == 1 || tenths >= 1000 ? "\(nanoseconds / size) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
