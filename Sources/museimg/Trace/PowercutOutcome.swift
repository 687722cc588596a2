// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Mounts

/// What a command said of a state.
struct PowercutOutcome: Sendable, Hashable {
    var end: CapturedRun.End
    /// The first line that it wrote, where it wrote one.
    var line: String?

    var isFailure: Bool { end != .exited(0) }

    init(_ end: CapturedRun.End, output: [UInt8]) {
        self.end = end
        let lines = String(decoding: output, as: UTF8.self).split { $0.isNewline }
        line = lines.first { !$0.allSatisfy(\.isWhitespace) }.map { Diagnostics.printable(String($0.prefix(160))) }
    }

    /// `ok`, `exit 1`, `signal 11`, `timeout`
    var word: String {
        switch end {
        case .exited(0): "ok"
        case .exited(let status): "exit \(status)"
        case .killed(let signal): "signal \(signal)"
        case .timedOut: "timeout"
        case .unwanted: "stopped"
        }
    }
}
