// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Findings by kind: the first few one by one, the rest as a number.
package struct FindingTally<Kind: CaseIterable & Hashable & Sendable>: Sendable {
    private struct Entry {
        var findings: [Finding] = []
        var more = 0
        var lastOffset: Int?
        var severity = Finding.Severity.note
    }

    private var entries: [Kind: Entry] = [:]
    private let shown = 5

    package init() {}

    /// - Parameter offset: in bytes from the start of the text.
    package mutating func add(
        _ kind: Kind, _ severity: Finding.Severity, at offset: Int?, _ message: @autoclosure () -> String
    ) {
        var entry = entries[kind] ?? Entry()
        if entry.findings.count < shown {
            entry.findings.append(Finding(severity, message(), at: offset))
        } else {
            entry.more += 1
            entry.lastOffset = offset
        }
        if severity == .warning { entry.severity = .warning }
        entries[kind] = entry
    }

    /// All, kind by kind.
    package var findings: [Finding] {
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
