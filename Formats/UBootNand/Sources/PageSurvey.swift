// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A look at the beginning of a log, for the sizes of its pages.
struct PageSurvey {
    /// Pages with a title.
    private(set) var pages = 0
    /// Lines that look like rows.
    private(set) var rows = 0
    private var dataSizes: [Int: Int] = [:]
    private var oobSizes: [Int: Int] = [:]

    private static let enough = (pages: 64, bytes: 16 << 20)

    var pageSize: Int? { PageSurvey.mostCommon(dataSizes) }
    var oobSize: Int? { PageSurvey.mostCommon(oobSizes) }

    init(_ source: any ByteSource) throws {
        let window = TextWindow(source)
        var section: NandLine = .other
        var lines = (data: 0, oob: 0)
        func isRow(_ line: UnsafeRawBufferPointer) -> Bool {
            // Three in four words are two digits.
            let words = line.split(whereSeparator: { $0 <= 0x20 }).prefix(18)
            let pairs = words.count { $0.count == 2 && $0.allSatisfy { HexDigits.value(of: $0) != nil } }
            return pairs >= 4
        }
        while let (line, offset) = try window.nextLine(), offset < PageSurvey.enough.bytes {
            let kind = NandLine(line)
            switch kind {
            case .page, .lostPage, .command, .error:
                if lines.data > 0, lines.oob > 0 { dataSizes[lines.data * 16, default: 0] += 1 }
                if lines.oob > 0 { oobSizes[lines.oob * 8, default: 0] += 1 }
                lines = (0, 0)
                section = kind
                if case .page = kind { pages += 1 }
                if pages > PageSurvey.enough.pages { return }
            case .oob: section = .oob
            case .other:
                guard isRow(line) else { continue }
                rows += 1
                if section == .oob { lines.oob += 1 } else { lines.data += 1 }
            }
        }
        if lines.oob > 0 {
            if lines.data > 0 { dataSizes[lines.data * 16, default: 0] += 1 }
            oobSizes[lines.oob * 8, default: 0] += 1
        }
    }

    /// Of those that come equally often one that is a power of two, or the largest.
    private static func mostCommon(_ sizes: [Int: Int]) -> Int? {
        sizes.filter { $0.key <= 65536 }.max { a, b in
            let (p, q) = (a.key & (a.key - 1) == 0 ? 1 : 0, b.key & (b.key - 1) == 0 ? 1 : 0)
            return (a.value, p, a.key) < (b.value, q, b.key)
        }?.key
    }
}
