// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import Testing

@testable import museimg

/// What standard error is told.
@Suite struct DiagnosticsTests {
    @Test func repeatsAreToldThreeTimes() {
        var findings = (0..<5).map { Finding(.warning, "row \($0) is cut", at: $0 * 16) }
        findings.insert(Finding(.note, "two dumps follow each other", count: 2), at: 4)
        findings.append(Finding(.warning, "row 9 is cut", count: 10))
        #expect(
            FindingLines.lines(findings).map(\.text) == [
                "row 0 is cut (file offset 0x0)", "row 1 is cut (file offset 0x10)",
                "row 2 is cut (file offset 0x20)", "two dumps follow each other (2 times)",
                "... and 12 more (see --json)",
            ])
    }

    @Test func controlCharactersAreEscaped() {
        #expect(Diagnostics.printable("a\u{1B}[2Jb\n\u{9B}c\u{7F}") == "a\\x1b[2Jb\\x0a\\x9bc\\x7f")
        #expect(Diagnostics.printable("größe 1.bin") == "größe 1.bin")
    }

    @Test func statusOfErrors() {
        let cases: [(any Error, museimg.ExitStatus)] = [
            (UsageError("x"), .usage), (FormatError(.truncated, at: 0, "x"), .failed),
            (CancellationError(), .bug),
        ]
        for (error, status) in cases { #expect(Failure(error).status == status) }
        #expect(museimg.ExitStatus.stopped(signal: 2).code == 130 && museimg.ExitStatus.stopped(signal: 15).code == 143)
    }

    @Test func progressModes() {
        #expect(ProgressMode(argument: "fd:3") == .descriptor(3))
        for bad in ["fd:", "fd:-1", "fd:x", "on", ""] { #expect(ProgressMode(argument: bad) == nil) }
    }

    @Test func tables() {
        #expect(TextTable.lines([["a", "bb", "c"], ["aaa", "b", "cc"]]) == ["a    bb  c", "aaa  b   cc"])
        #expect(TextTable.count(1, "page") == "1 page" && TextTable.count(0, "page") == "0 pages")
    }
}
