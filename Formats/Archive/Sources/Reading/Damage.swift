// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Words for wrappers that break in the middle: what came out before that is of use.
enum Damage {
    /// - Parameter expanded: bytes that came out.
    static func finding(_ error: FormatError, of name: String, _ wrapper: Wrapper, expanded: Int) -> Finding {
        let what = wrapper.hasMembers ? "'\(name)'" : "the \(wrapper.name) stream"
        let message =
            switch error.code {
            case .badChecksum:
                "the checksum of \(what) does not agree: the \(expanded) bytes expanded before it may be wrong, "
                    + "and anything that follows is missing"
            case .truncated:
                "\(what) is cut short: \(expanded) bytes were expanded before that, the rest is missing"
            default:
                "\(what) is damaged: \(expanded) bytes were expanded before that, the last of them may be wrong, "
                    + "and the rest is missing"
            }
        return Finding(.warning, "\(message) (\(error.detail))", at: error.offset)
    }

    /// - Parameter listed: members that were found before.
    static func finding(_ error: FormatError, listing wrapper: Wrapper, listed: Int) -> Finding {
        let members = listed == 1 ? "one file was" : "\(listed) files were"
        return Finding(
            .warning,
            "the \(wrapper.name) archive is damaged: \(members) listed before that, others may be missing "
                + "(\(error.detail))", at: error.offset)
    }
}
