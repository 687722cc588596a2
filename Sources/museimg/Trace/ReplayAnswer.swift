// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import Flash

/// What a replay says: text, or `museimg.trace-replay/1` and a line for each difference.
final class ReplayAnswer {
    private let console: Console
    private let header: Header
    private let geometry: Geometry
    private let isVerified: Bool
    private var told = 0

    /// Differences that are told to people.
    private static let most = 3

    init(_ recorded: TraceFile, _ trace: String, _ image: String, isVerified: Bool, _ console: Console) {
        self.console = console
        self.isVerified = isVerified
        geometry = recorded.geometry
        header = Header(trace: trace, image: image, geometry: "\(recorded.geometry)", verified: isVerified)
    }

    func begin() throws { if console.options.json { try console.printJSON(header) } }

    func tell(_ operation: TraceOperation, _ difference: Replay.Difference) throws {
        told += 1
        let line = Line(operation, difference)
        if console.options.json {
            try console.printJSON(line)
        } else if told <= Self.most {
            console.print(Self.text(line, geometry))
        }
    }

    func end(_ result: Replay.Result) throws {
        let counts = TraceTotals.order.compactMap { kind in
            result.counts[kind].map { Sum.Kind(kind: kind.word, count: $0) }
        }
        if console.options.json {
            let differences = isVerified ? result.differences : nil
            return try console.printJSON(Sum(last: result.last, operations: counts, differences: differences))
        }
        if told > Self.most { console.print("... and \(told - Self.most) more (see --json)") }
        let done = counts.map { TextTable.count($0.count, $0.kind) }.joined(separator: ", ")
        var line = counts.isEmpty ? "nothing to do" : "\(done), up to operation \(result.last)"
        if isVerified {
            line +=
                result.differences == 0 ? "; all as recorded" : "; \(TextTable.count(result.differences, "difference"))"
        } else if result.differences > 0 {
            line += "; \(result.differences) ended otherwise than recorded"
        }
        console.print(line)
    }

    private static func text(_ line: Line, _ geometry: Geometry) -> String {
        let place = line.page.map { page in
            let page = PageNumber(page)
            return " " + PlaceWords.pages(page, page, geometry)
        }
        let start = "operation \(line.number), \(line.kind)\(place ?? ""): "
        guard let crc = line.crc, let recorded = line.recordedCRC else {
            return start + "\(line.outcome), recorded \(line.recorded)" + (line.detail.map { " (\($0))" } ?? "")
        }
        return start
            + "holds CRC-32C 0x\(TextTable.hex(crc, digits: 8)), recorded 0x\(TextTable.hex(recorded, digits: 8))"
    }

    struct Header: JSON.Answer {
        let schema = "museimg.trace-replay/1"
        let trace: String
        let image: String
        let geometry: String
        let verified: Bool
    }

    struct Line: Encodable {
        let number: Int
        let kind: String
        let page: Int?
        /// Of what the page holds now, and held then.
        let crc: Int?
        let recordedCRC: Int?
        let outcome: String
        let recorded: String
        let detail: String?

        init(_ operation: TraceOperation, _ difference: Replay.Difference) {
            number = operation.sequence
            kind = operation.kind.word
            switch difference {
            case .content(let page, let recorded, let found):
                (self.page, crc, recordedCRC) = (page.rawValue, Int(found), Int(recorded))
                (outcome, self.recorded, detail) = (TraceOutcome.done.word, TraceOutcome.done.word, nil)
            case .outcome(let recorded, let found, let text):
                page = operation.pages.isEmpty ? nil : operation.pages.lowerBound.rawValue
                (crc, recordedCRC) = (nil, nil)
                (outcome, self.recorded, detail) = (found.word, recorded.word, text.isEmpty ? nil : text)
            }
        }
    }

    struct Sum: Encodable {
        let last: Int
        let operations: [Kind]
        let differences: Int?

        struct Kind: Encodable {
            let kind: String
            let count: Int
        }
    }
}
