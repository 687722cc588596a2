// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// A store and one of its points, as a person writes them: `PATH@NAME`, `PATH@142`.
public enum StorePoint {
    /// - Returns: nil when there is no point behind the path, or a file has the whole of it as its name.
    public static func split(_ text: String) -> (path: String, point: String)? {
        guard let at = text.lastIndex(of: "@"), at != text.startIndex, FileStatus(path: text) == nil else { return nil }
        let point = text[text.index(after: at)...]
        guard !point.isEmpty, !point.contains("/") else { return nil }
        return (String(text[..<at]), String(point))
    }
}
