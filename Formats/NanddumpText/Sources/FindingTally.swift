// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Findings by kind: the first few one by one, the rest as a number.
struct FindingTally {
    enum Kind: Int, CaseIterable {
        case ecc, conflict, asciiColumn, unreadableByte, oobRows, lostRows, address, console, repeats
    }

    private struct Entry {
        var findings: [Finding] = []
        var more = 0
        var lastOffset: Int?
        var severity = Finding.Severity.note
    }

    private var entries: [Kind: Entry] = [:]
    private static let shown = 5

    /// - Parameter offset: in bytes from the start of the text.
    mutating func add(
        _ kind: Kind, _ severity: Finding.Severity, at offset: Int?, _ message: @autoclosure () -> String
    ) {
        var entry = entries[kind] ?? Entry()
        if entry.findings.count < FindingTally.shown {
            entry.findings.append(Finding(severity, message(), at: offset))
        } else {
            entry.more += 1
            entry.lastOffset = offset
        }
        if severity == .warning { entry.severity = .warning }
        entries[kind] = entry
    }

    /// All, kind by kind.
    var findings: [Finding] {
        Kind.allCases.flatMap { kind -> [Finding] in
            guard let entry = entries[kind] else { return [] }
            guard entry.more > 0 else { return entry.findings }
            let rest = Finding(
                entry.severity, "\(entry.more) more of this kind, the last one here", at: entry.lastOffset,
                count: entry.more)
            return entry.findings + [rest]
        }
    }
}
