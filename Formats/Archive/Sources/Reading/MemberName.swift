// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Names of members: shown and compared, never used as paths.
enum MemberName {
    /// The longest name that is shown, in characters.
    private static let longest = 4096

    /// Control characters become '.': a name must not steer a terminal.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(longest).map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "."
                    default: scalar
                    }
                }))
    }

    /// What Finder adds beside each file.
    static func isResourceFork(_ name: String) -> Bool { name.hasPrefix("__MACOSX/") }

    /// The file's own name without its folders; `data` when nothing is left.
    static func base(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? "data"
    }
}
