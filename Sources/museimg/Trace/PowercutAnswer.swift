// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import Flash
import Mounts

/// `museimg.trace-powercut/1`
struct PowercutHeader: JSON.Answer {
    let schema = "museimg.trace-powercut/1"
    let store: String
    let `as`: String
    let check: String
    /// How many were chosen.
    let cuts: Int
    /// What chance came from; absent where nothing is left to it.
    let seed: UInt64?

    init(store: String, _ kind: PowercutKind, _ check: String, _ cuts: [PowerCut], _ seed: UInt64?) {
        (self.store, self.as, self.check, self.cuts, self.seed) = (store, kind.rawValue, check, cuts.count, seed)
    }
}

/// One cut and what came of it.
struct PowercutLine: Encodable {
    let point: Int
    let tear: String
    /// What was in flight; absent for nothing.
    let operation: Operation?
    let status: String
    let exit: Int?
    let signal: Int?
    /// The first line of output.
    let output: String?
    /// The small store, where it was kept, and the line of shell that does it again.
    let kept: String?
    let again: String?

    struct Operation: Encodable {
        let record: Int
        let kind: String
        let block: Int
        let page: Int?
    }

    init(_ cut: PowerCut, _ outcome: PowercutOutcome, _ kept: PowercutKeeper.Kept?, _ geometry: Geometry) {
        (point, tear, output) = (cut.point, cut.tear.rawValue, outcome.line)
        operation = cut.operation.map {
            let isProgram = $0.kind == .program
            return Operation(
                record: $0.sequence, kind: $0.kind.word,
                block: isProgram ? geometry.block(of: PageNumber($0.address)).rawValue : $0.address,
                page: isProgram ? $0.address : nil)
        }
        (self.kept, again) = (kept?.path, kept?.command)
        switch outcome.end {
        case .exited(0): (status, exit, signal) = ("ok", nil, nil)
        case .exited(let code): (status, exit, signal) = ("failed", Int(code), nil)
        case .killed(let number): (status, exit, signal) = ("killed", nil, Int(number))
        case .timedOut, .unwanted: (status, exit, signal) = ("timeout", nil, nil)
        }
    }
}
