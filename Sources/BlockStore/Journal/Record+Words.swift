// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension Record.Kind {
    /// As people read it.
    public var word: String {
        switch self {
        case .program: "program"
        case .erase: "erase"
        case .markBad: "mark-bad"
        case .sync: "sync"
        case .powerLoss: "power-loss"
        case .fault: "fault"
        case .mark: "mark"
        case .checkpoint: "checkpoint"
        case .rewind: "rewind"
        case .baseBlock: "base-block"
        case .read: "read"
        case .baseIndex: "base-index"
        case .later: "later"
        }
    }
}
