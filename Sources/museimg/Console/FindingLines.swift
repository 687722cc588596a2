// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Findings as lines of text: what repeats is told three times, and then how many more there are.
enum FindingLines {
    struct Line: Equatable {
        var text: String
        var hint: String?
    }

    private static let repeats = 3

    static func lines(_ findings: [Finding]) -> [Line] {
        var seen: [String: Int] = [:]
        var hidden = 0
        var lines: [Line] = []
        for finding in findings {
            let kind = kind(of: finding.message)
            seen[kind, default: 0] += 1
            guard seen[kind, default: 0] <= repeats else {
                hidden += finding.count
                continue
            }
            let place = finding.offset.map { " (file offset \(ByteCount.hex($0)))" } ?? ""
            let times = finding.count > 1 ? " (\(finding.count) times)" : ""
            lines.append(Line(text: finding.message + place + times, hint: finding.hint))
        }
        if hidden > 0 { lines.append(Line(text: "... and \(hidden) more (see --json)")) }
        return lines
    }

    /// A message without its numbers: two that differ only there are the same finding.
    private static func kind(of message: String) -> String { message.filter { !$0.isHexDigit } }
}
